package dev.puce.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Runs commands that people type often, with their output thrown away, so that the AOT cache that is made
/// meanwhile (JEP 514) knows the classes that they need. Only the build runs it.
final class Training {
    private static final String ATR = "3B 9F 95 81 31 FE 5D 00 64 05 60 02 03 31 80 90 00 76";

    /// Enough for every view to show calls in all its ways.
    private static final int CALLS = 10;

    private Training() {}

    /// Exit status 0 if every command could be run.
    public static void main(String... ignored) throws IOException {
        Path recording = Files.createTempFile("puce-training", ".jsonl");
        Path log = Files.createTempFile("puce-training", ".log");
        Path list = Files.createTempFile("puce-training", ".txt");
        int failed;
        try {
            Files.writeString(recording, TrainingTraces.recording(CALLS), StandardCharsets.UTF_8);
            Files.writeString(log, TrainingTraces.log(CALLS), StandardCharsets.UTF_8);
            Files.writeString(list, ATR + "\n\tA card\n\n3B .. 00\n\tAnother\n", StandardCharsets.UTF_8);
            failed = run("--version")
                    + run("--help")
                    + run("atr", ATR, "--list", list.toString())
                    + run("atr", "--json", ATR, "--list", list.toString())
                    + run("atr", "stats", list.toString())
                    + run("atr", "stats", "--json", list.toString())
                    + run("demo")
                    + views(recording)
                    + views(log);
        } finally {
            Files.delete(recording);
            Files.delete(log);
            Files.delete(list);
        }
        System.exit(failed); // only now: it would leave the files behind
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
