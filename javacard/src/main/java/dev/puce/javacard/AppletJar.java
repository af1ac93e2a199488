package dev.puce.javacard;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import javacard.framework.Applet;

/// Finds applets in a jar of compiled classes (a CAP file is no such jar: the simulator runs Java classes).
final class AppletJar {
    private static final String CLASS = ".class";

    private AppletJar() {}

    /// The applet of a jar. Each call gives classes of their own, so that cards share no static variables.
    ///
    /// @param className which applet, where there are several
    /// @throws IOException if the jar cannot be read or has no such applet, or several and none is named
    static Class<? extends Applet> applet(Path jar, Optional<String> className) throws IOException {
        if (!Files.exists(jar)) {
            throw new NoSuchFileException(jar.toString());
        }
        // The loader lives as long as the card, whose classes it may still have to find.
        var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, AppletJar.class.getClassLoader());
        List<Class<? extends Applet>> applets = applets(jar, loader).stream()
                .filter(applet -> className.map(applet.getName()::equals).orElse(true))
                .toList();
        if (applets.size() == 1) {
            return applets.getFirst();
        }
        loader.close();
        if (applets.isEmpty()) {
            throw new IOException(
                    jar + " has no applet" + className.map(name -> " " + name).orElse("")
                            + ": no class in it extends javacard.framework.Applet");
        }
        throw new IOException(jar + " has several applets; add one of these after the AID and a colon: "
                + applets.stream().map(Class::getName).collect(Collectors.joining(", ")));
    }

    private static List<Class<? extends Applet>> applets(Path jar, ClassLoader loader) throws IOException {
        var applets = new ArrayList<Class<? extends Applet>>();
        try (var file = new JarFile(jar.toFile())) {
            for (var entry : file.stream().toList()) {
                String name = entry.getName();
                if (name.endsWith(CLASS) && !name.endsWith("module-info.class")) {
                    String type =
                            name.substring(0, name.length() - CLASS.length()).replace('/', '.');
                    load(type, loader).ifPresent(applets::add);
                }
            }
        } catch (IOException e) {
            throw new IOException("cannot read " + jar + ": " + e.getMessage(), e);
        }
        return applets;
    }

    private static Optional<Class<? extends Applet>> load(String name, ClassLoader loader) {
        try {
            Class<?> type = Class.forName(name, false, loader);
            if (Applet.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
                return Optional.of(type.asSubclass(Applet.class));
            }
        } catch (ClassNotFoundException | LinkageError _) {
            // The class needs missing classes, such as a test framework. It is not an applet.
        }
        return Optional.empty();
    }
}
