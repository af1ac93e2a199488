package dev.puce.atr.list;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Finds and stores card lists on a machine. The list is GPL and not part of puce; the package of pcsc-tools
/// contains it.
public final class CardListFile {
    private static final String NAME = "smartcard_list.txt";

    private static final List<Path> INSTALLED = List.of(
            Path.of("/usr/share/pcsc", NAME),
            Path.of("/usr/local/share/pcsc", NAME),
            Path.of("/usr/pkg/share/pcsc", NAME),
            Path.of("/opt/homebrew/share/pcsc", NAME),
            Path.of("/opt/local/share/pcsc", NAME));

    /// The start of a pattern in the list: TS and T0, possibly with wildcards.
    private static final Pattern LIKE_AN_ATR = Pattern.compile("[\\^(]*3[BF.\\[]", Pattern.CASE_INSENSITIVE);

    /// Minimum share of entries that look like an ATR. A user's list may contain a few errors.
    private static final double LEAST_SHARE = 0.9;

    private CardListFile() {}

    /// Finds the first existing, nonempty list: puce's own copy, then the copy of pcsc-tools in the user's cache
    /// directory, then the installed lists.
    ///
    /// @param environment environment variables: `XDG_CACHE_HOME`, `HOME`, and on Windows `LOCALAPPDATA`
    public static Optional<Path> find(Map<String, String> environment) {
        return candidates(environment).stream()
                .filter(file -> Files.isRegularFile(file) && file.toFile().length() > 0)
                .findFirst();
    }

    /// Returns all paths to search, in order.
    public static List<Path> candidates(Map<String, String> environment) {
        var places = new ArrayList<Path>();
        places.add(own(environment));
        places.add(cacheDirectory(environment).resolve(NAME));
        places.addAll(INSTALLED);
        return List.copyOf(places);
    }

    /// Returns the path of puce's copy for the user.
    public static Path own(Map<String, String> environment) {
        return cacheDirectory(environment).resolve("puce").resolve(NAME);
    }

    /// Returns the path of the prepared index of a list; empty if the user has no home folder, as many system users.
    static Optional<Path> index(Map<String, String> environment) {
        Path directory = cacheDirectory(environment);
        Path home = directory.getParent();
        return directory.isAbsolute() && home != null && Files.isDirectory(home)
                ? Optional.of(directory.resolve("puce").resolve("smartcard_list.index"))
                : Optional.empty();
    }

    /// Checks whether downloaded content is a card list. An error page of a web server is not, and neither is a
    /// list that ends in the middle of a line.
    ///
    /// @return the number of its entries; empty if it is not a list
    public static OptionalInt check(byte[] content) {
        var entries =
                CardList.parse(new String(content, StandardCharsets.UTF_8)).entries();
        long likeAtrs = entries.stream()
                .filter(entry -> LIKE_AN_ATR.matcher(entry.pattern()).lookingAt())
                .count();
        boolean whole = content.length > 0 && content[content.length - 1] == '\n';
        return whole && likeAtrs > 0 && likeAtrs >= entries.size() * LEAST_SHARE
                ? OptionalInt.of(entries.size())
                : OptionalInt.empty();
    }

    /// Stores a list atomically: writes a temporary file in the same folder and renames it.
    ///
    /// @param target path of the list; a missing folder is created
    /// @throws IOException if that fails; an existing target is then unchanged
    public static void store(byte[] content, Path target) throws IOException {
        Path folder = Objects.requireNonNull(target.getParent(), "the path of a list has a folder");
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(folder, NAME, ".new");
        try {
            Files.write(fresh, content);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static Path cacheDirectory(Map<String, String> environment) {
        for (String variable : List.of("XDG_CACHE_HOME", "LOCALAPPDATA")) {
            Path directory = Path.of(environment.getOrDefault(variable, ""));
            if (directory.isAbsolute()) { // XDG base directory specification: ignore relative paths
                return directory;
            }
        }
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        Path library = Path.of(home, "Library", "Caches");
        return Files.isDirectory(library) ? library : Path.of(home, ".cache");
    }
}
