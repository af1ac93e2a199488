package dev.puce.atr.list;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where card lists lie on a machine. The list is GPL and no part of puce; pcsc-tools' package brings it.
public final class CardListFile {
    private static final String NAME = "smartcard_list.txt";

    private static final List<Path> INSTALLED = List.of(
            Path.of("/usr/share/pcsc", NAME),
            Path.of("/usr/local/share/pcsc", NAME),
            Path.of("/usr/pkg/share/pcsc", NAME),
            Path.of("/opt/homebrew/share/pcsc", NAME),
            Path.of("/opt/local/share/pcsc", NAME));

    private CardListFile() {}

    /// The first list that is there and not empty: puce's own copy, pcsc-tools' copy in the user's cache
    /// directory, then
    /// what the system has installed.
    ///
    /// @param environment environment variables: `XDG_CACHE_HOME`, `HOME`, and on Windows `LOCALAPPDATA`
    public static Optional<Path> find(Map<String, String> environment) {
        return candidates(environment).stream()
                .filter(file -> file.toFile().length() > 0)
                .findFirst();
    }

    /// All places where a list is looked for, in order.
    public static List<Path> candidates(Map<String, String> environment) {
        var places = new ArrayList<Path>();
        places.add(own(environment));
        places.add(cacheDirectory(environment).resolve(NAME));
        places.addAll(INSTALLED);
        return List.copyOf(places);
    }

    /// Where puce keeps a copy for the user.
    public static Path own(Map<String, String> environment) {
        return cacheDirectory(environment).resolve("puce").resolve(NAME);
    }

    private static Path cacheDirectory(Map<String, String> environment) {
        for (String variable : List.of("XDG_CACHE_HOME", "LOCALAPPDATA")) {
            String directory = environment.getOrDefault(variable, "");
            if (!directory.isEmpty()) {
                return Path.of(directory);
            }
        }
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        Path library = Path.of(home, "Library", "Caches");
        return Files.isDirectory(library) ? library : Path.of(home, ".cache");
    }
}
