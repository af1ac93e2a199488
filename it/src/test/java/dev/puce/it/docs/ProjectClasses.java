package dev.puce.it.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The classes of the project, main and test, by their names without packages.
final class ProjectClasses {
    static final Set<String> NAMES = names();

    private ProjectClasses() {}

    private static Set<String> names() {
        var names = new HashSet<String>();
        try (var modules = Files.list(Path.of(".."))) {
            List<Path> folders = modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .toList();
            for (Path folder : folders) {
                try (var files = Files.walk(folder)) {
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".java"))
                            .forEach(name -> names.add(name.substring(0, name.length() - ".java".length())));
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return Set.copyOf(names);
    }
}
