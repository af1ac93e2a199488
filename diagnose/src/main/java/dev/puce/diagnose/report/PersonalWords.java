package dev.puce.diagnose.report;

import dev.puce.posix.ProcessFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Words that name the user and the machine: user name, host name, home folder. A public report must not have them.
final class PersonalWords {
    private static final int SHORTEST = 3;
    private static final int MOST = 20;

    /// Users and hosts that every machine may have.
    private static final Set<String> COMMON = Set.of("root", "localhost", "user", "nobody", "home");

    /// A home folder, or a folder of a login.
    private static final Pattern FOLDER =
            Pattern.compile("(/home|/Users|/run/user|[A-Z]:\\\\Users)[/\\\\][^/\\\\\\s\"]+");

    private final Set<String> words = new LinkedHashSet<>();

    private PersonalWords() {}

    static PersonalWords ofThisMachine() {
        var words = new PersonalWords();
        words.add(System.getProperty("user.name", ""));
        words.add(ProcessFiles.read(Path.of("/proc/sys/kernel/hostname")).strip());
        Stream.of("USER", "LOGNAME", "SUDO_USER", "HOSTNAME", "COMPUTERNAME")
                .map(name -> System.getenv().getOrDefault(name, ""))
                .forEach(words::add);
        return words;
    }

    /// Adds a word, unless it is too short or common to name someone.
    void add(String word) {
        if (word.length() >= SHORTEST && !COMMON.contains(word)) {
            words.add(word);
        }
    }

    /// Returns the text without the words. Pseudonyms take their place.
    String removedFrom(String text) {
        String clean = FOLDER.matcher(text).replaceAll("$1/USER".replace("\\", "\\\\"));
        for (String word : words) {
            clean = pattern(word).matcher(clean).replaceAll("NAME");
        }
        return clean;
    }

    private static Pattern pattern(String word) {
        return Pattern.compile("(?<![A-Za-z0-9])" + Pattern.quote(word) + "(?![A-Za-z0-9])");
    }

    /// Returns the lines of a file that have one of the words or a home folder, at most 20.
    List<String> findIn(Path file) throws IOException {
        var found = new ArrayList<String>();
        var patterns = words.stream().map(PersonalWords::pattern).toList();
        try (var lines = Files.lines(file)) {
            long number = 0;
            for (String line : (Iterable<String>) lines::iterator) {
                number++;
                String known =
                        FOLDER.matcher(line).replaceAll(match -> match.group().endsWith("/USER") ? "" : "/home/x");
                boolean hasFolder = known.contains("/home/x");
                if ((hasFolder
                                || patterns.stream()
                                        .anyMatch(word -> word.matcher(line).find()))
                        && found.size() < MOST) {
                    found.add("line " + number + ": the name of the user or the machine");
                }
            }
        }
        return found;
    }
}
