package dev.puce.service;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/// Optional parts of puce. Each sub-directory of `addons`, beside the directory of puce's own jars, contains the jars
/// of
/// one add-on. An add-on is loaded when a service is requested that one of its `puce-*.jar` files provides.
public final class AddOns {
    private AddOns() {}

    /// Returns the providers of a service in all add-ons; none if puce does not run from a directory of jars. Loads the
    /// add-ons that have one.
    public static <S> Stream<S> providers(Class<S> service) {
        AddOns.class.getModule().addUses(service);
        return directories().stream().flatMap(directory -> providers(service, directory));
    }

    private static List<Path> directories() {
        var source = AddOns.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return List.of();
        }
        try {
            URI jar = source.getLocation().toURI();
            if (!"file".equals(jar.getScheme())) {
                return List.of();
            }
            Path addOns = Path.of(jar).resolve("../../addons").normalize();
            if (!Files.isDirectory(addOns)) {
                return List.of();
            }
            try (var entries = Files.list(addOns)) {
                return entries.filter(Files::isDirectory).sorted().toList();
            }
        } catch (URISyntaxException | IOException e) {
            throw new IllegalStateException("cannot read the add-ons of puce: " + e.getMessage(), e);
        }
    }

    private static <S> Stream<S> providers(Class<S> service, Path directory) {
        try {
            List<Path> jars = jars(directory);
            if (!declareProvider(jars, service)) {
                return Stream.empty();
            }
            // The loader must live as long as its services.
            var loader = new URLClassLoader(urls(jars), AddOns.class.getClassLoader());
            return ServiceLoader.load(service, loader).stream()
                    .filter(provider -> loader.equals(provider.type().getClassLoader()))
                    .map(ServiceLoader.Provider::get);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the add-on " + directory + ": " + e.getMessage(), e);
        }
    }

    /// The jars of an add-on. puce's own come first: they replace single classes of libraries.
    private static List<Path> jars(Path directory) throws IOException {
        var jars = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(directory, "*.jar")) {
            files.forEach(jars::add);
        }
        jars.sort(Comparator.comparing((Path jar) -> !isOwn(jar)).thenComparing(Path::compareTo));
        return jars;
    }

    private static boolean isOwn(Path jar) {
        return jar.getFileName().toString().startsWith("puce-");
    }

    private static boolean declareProvider(List<Path> jars, Class<?> service) throws IOException {
        for (Path jar : jars.stream().filter(AddOns::isOwn).toList()) {
            try (var file = new JarFile(jar.toFile())) {
                if (file.getEntry("META-INF/services/" + service.getName()) != null) {
                    return true;
                }
            }
        }
        return false;
    }

    private static URL[] urls(List<Path> jars) throws IOException {
        var urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = jars.get(i).toUri().toURL();
        }
        return urls;
    }
}
