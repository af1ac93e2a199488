package dev.puce.it.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The packages of a module, and the classes of each that name a class of another one.
final class PackageReferences {
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*(?://|/\\*|\\*).*$");
    private static final Pattern NAMED_CLASS = Pattern.compile("\\b(dev\\.puce(?:\\.[a-z0-9]+)*)\\.[A-Z]");

    /// By package: the packages that it refers to, each with the classes that do.
    private final Map<String, Map<String, Set<String>>> packages = new TreeMap<>();

    /// Reads the sources below a folder.
    static PackageReferences in(Path sources) throws IOException {
        var references = new PackageReferences();
        try (var files = Files.walk(sources)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                references.read(file);
            }
        }
        references.packages.values().forEach(others -> others.keySet().retainAll(references.packages.keySet()));
        return references;
    }

    private void read(Path file) throws IOException {
        String source = Files.readString(file);
        var declared = PACKAGE.matcher(source);
        if (declared.find()) { // module-info.java declares none
            var others = packages.computeIfAbsent(declared.group(1), _ -> new TreeMap<>());
            NAMED_CLASS
                    .matcher(COMMENT.matcher(source).replaceAll(""))
                    .results()
                    .map(named -> named.group(1))
                    .filter(other -> !other.equals(declared.group(1)))
                    .forEach(other -> others.computeIfAbsent(other, _ -> new TreeSet<>())
                            .add(file.getFileName().toString()));
        }
    }

    /// The packages.
    Set<String> packages() {
        return packages.keySet();
    }

    /// The references that are part of a cycle, as text: `a.b -> a.c (Name.java)`.
    List<String> cycles() {
        return packages.keySet().stream()
                .flatMap(from -> packages.get(from).entrySet().stream()
                        .filter(to -> reachable(to.getKey()).contains(from))
                        .map(to -> from + " -> " + to.getKey() + " (" + String.join(", ", to.getValue()) + ")"))
                .toList();
    }

    private Set<String> reachable(String from) {
        var found = new TreeSet<String>();
        collect(from, found);
        return found;
    }

    private void collect(String from, Set<String> found) {
        for (String to : packages.get(from).keySet()) {
            if (found.add(to)) {
                collect(to, found);
            }
        }
    }
}
