package dev.puce.cli.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The answer to a shell.
///
/// @param kind       completions that the shell adds
/// @param program    for [Kind#PROGRAM]: the index of the program among the words
/// @param candidates possible words; those that do not begin with the typed word do not count
public record Completion(Kind kind, int program, List<Candidate> candidates) {
    static final Completion FILES = new Completion(Kind.FILES, 0, List.of());

    /// The part that the shell itself completes.
    public enum Kind {
        /// Only the candidates.
        WORDS,
        /// The candidates and file names.
        FILES,
        /// A program and its arguments.
        PROGRAM
    }

    /// A possible word.
    ///
    /// @param description a few words; empty if there are none
    public record Candidate(String word, String description) {}

    /// Returns words with descriptions, and words without.
    public static Completion of(Map<String, String> described, List<String> plain) {
        var candidates = new ArrayList<Candidate>();
        described.forEach((word, description) -> candidates.add(new Candidate(word, description)));
        candidates.addAll(plain(plain));
        return new Completion(Kind.WORDS, 0, candidates);
    }

    static Completion words(List<String> words) {
        return new Completion(Kind.WORDS, 0, plain(words));
    }

    static Completion wordsAndFiles(List<String> words) {
        return new Completion(Kind.FILES, 0, plain(words));
    }

    private static List<Candidate> plain(List<String> words) {
        return words.stream().map(word -> new Candidate(word, "")).toList();
    }

    /// Returns the lines that the scripts read: `words`, `files` or `program INDEX`, then one candidate on each line,
    /// with its description after a TAB.
    ///
    /// @param typed the incomplete word
    public List<String> lines(String typed) {
        var lines = new ArrayList<String>();
        lines.add(
                switch (kind) {
                    case WORDS -> "words";
                    case FILES -> "files";
                    case PROGRAM -> "program " + program;
                });
        candidates.stream()
                .filter(candidate -> candidate.word().startsWith(typed))
                .map(candidate -> candidate.description().isEmpty()
                        ? candidate.word()
                        : candidate.word() + "\t" + candidate.description())
                .forEach(lines::add);
        return lines;
    }
}
