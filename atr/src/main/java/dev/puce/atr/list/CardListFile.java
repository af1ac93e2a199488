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

/// Where card lists lie on a machine. The list is GPL and no part of puce; pcsc-tools' package brings it.
public final class CardListFile {
    private static final String NAME = "smartcard_list.txt";

    private static final List<Path> INSTALLED = List.of(
            Path.of("/usr/share/pcsc", NAME),
            Path.of("/usr/local/share/pcsc", NAME),
            Path.of("/usr/pkg/share/pcsc", NAME),
            Path.of("/opt/homebrew/share/pcsc", NAME),
            Path.of("/opt/local/share/pcsc", NAME));

    /// How every pattern of the list begins: TS and T0, a wildcard here or there.
    private static final Pattern LIKE_AN_ATR = Pattern.compile("[\\^(]*3[BF.\\[]", Pattern.CASE_INSENSITIVE);

    /// Of the entries, so many must be like an ATR: a user's list may have a slip or two.
    private static final double LEAST_SHARE = 0.9;

    private CardListFile() {}

    /// The first list that is there and not empty: puce's own copy, pcsc-tools' copy in the user's cache
    /// directory, then what the system has installed.
    ///
    /// @param environment environment variables: `XDG_CACHE_HOME`, `HOME`, and on Windows `LOCALAPPDATA`
    public static Optional<Path> find(Map<String, String> environment) {
        return candidates(environment).stream()
                .filter(file -> Files.isRegularFile(file) && file.toFile().length() > 0)
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

    /// Whether something that was fetched is a card list: a page of a web server, say, is not, nor is a list that ends
    /// in the middle of a line.
    ///
    /// @return the number of its entries; empty if it is no list
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

    /// Stores a list so that there is always a whole one: it is written beside its place and moved there.
    ///
    /// @param target its place; the folder is made if it is not there
    /// @throws IOException if that fails; what was at the target is still there then
    public static void store(byte[] content, Path target) throws IOException {
        Path folder = Objects.requireNonNull(target.getParent(), "a list has its folder");
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
            if (directory.isAbsolute()) { // XDG base directory specification: relative paths are to be ignored
                return directory;
            }
        }
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        Path library = Path.of(home, "Library", "Caches");
        return Files.isDirectory(library) ? library : Path.of(home, ".cache");
    }
}
