package dev.puce.cli;

import dev.puce.atr.list.CachedCardList;
import dev.puce.cli.atr.PlainAtr;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Runs commands that people type often, with their output thrown away, so that the AOT cache that is made
/// meanwhile (JEP 514) knows the classes that they need. Only the build runs it.
final class Training {
    private static final String ATR = "3B 9F 96 80 1F C7 80 31 A0 73 BE 21 13 67 43 20 07 18 00 00 01 A5";

    /// Enough for every view to show calls in all its ways.
    private static final int CALLS = 10;

    private Training() {}

    /// Exit status 0 if every command could be run.
    ///
    /// @param arguments `short`: only the short commands; the launcher uses another cache for them
    public static void main(String... arguments) throws IOException {
        boolean onlyShort = arguments.length > 0 && arguments[0].equals("short");
        Path recording = Files.createTempFile("puce-training", ".jsonl");
        Path log = Files.createTempFile("puce-training", ".log");
        Path list = Files.createTempFile("puce-training", ".txt");
        Path index = Files.createTempFile("puce-training", ".index");
        int failed;
        try {
            Files.writeString(recording, TrainingTraces.recording(CALLS), StandardCharsets.UTF_8);
            Files.writeString(log, TrainingTraces.log(CALLS), StandardCharsets.UTF_8);
            Files.writeString(list, ATR + "\n\tA card\n\n3B .. 00\n\tAnother\n", StandardCharsets.UTF_8);
            explainTwice(list, index);
            failed = run("--version")
                    + run("--help")
                    + run("atr", ATR, "--list", list.toString())
                    + (onlyShort ? 0 : longer(list) + views(recording) + views(log));
        } finally {
            Files.delete(recording);
            Files.delete(log);
            Files.delete(list);
            Files.delete(index);
        }
        System.exit(failed); // only now: it would leave the files behind
    }

    /// Writes the prepared index, and reads it.
    private static void explainTwice(Path list, Path index) throws IOException {
        var nowhere = new PrintWriter(Writer.nullWriter());
        for (int i = 0; i < 2; i++) {
            PlainAtr.explain(List.of(ATR), Optional.of(CachedCardList.open(list, index)), nowhere, nowhere);
        }
    }

    private static int longer(Path list) {
        return run("atr", "--json", ATR, "--list", list.toString())
                + run("atr", "stats", list.toString())
                + run("atr", "stats", "--json", list.toString())
                + run("demo");
    }

    private static int views(Path trace) {
        return run("show", trace.toString())
                + run("show", "-f", "calls", trace.toString())
                + run("show", "-f", "pcsc-spy", trace.toString())
                + run("show", "-f", "json", trace.toString())
                + run("summary", trace.toString());
    }

    private static int run(String... args) {
        var nowhere = new PrintWriter(Writer.nullWriter());
        int status = Puce.run(nowhere, new PrintWriter(System.err, true, StandardCharsets.UTF_8), args);
        if (status != 0) {
            System.err.println("puce " + String.join(" ", args) + " failed");
        }
        return status;
    }
}
