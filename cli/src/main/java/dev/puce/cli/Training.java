package dev.puce.cli;

import dev.puce.cli.atr.PlainAtr;
import dev.puce.cli.terminal.StandardOutput;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Runs commands that people type often, so that the AOT cache that is made meanwhile (JEP 514) knows the classes that
/// they need. Only the build runs it, and discards the output.
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
        Path folder = Files.createTempDirectory("puce-training");
        Path recording = folder.resolve("trace.jsonl");
        Path log = folder.resolve("trace.log");
        Path list = folder.resolve("smartcard_list.txt");
        int failed;
        try {
            Files.writeString(recording, TrainingTraces.recording(CALLS), StandardCharsets.UTF_8);
            Files.writeString(log, TrainingTraces.log(CALLS), StandardCharsets.UTF_8);
            Files.writeString(list, ATR + "\n\tA card\n\n3B .. 00\n\tAnother\n", StandardCharsets.UTF_8);
            explainTwice(folder);
            failed = run("--version")
                    + run("--help")
                    + run("atr", ATR, "--list", list.toString())
                    + (onlyShort ? 0 : longer(list) + views(recording) + views(log));
        } finally {
            delete(folder);
        }
        System.exit(failed); // only now: it would leave the files behind
    }

    /// Writes the prepared index of the card list in the folder, and reads it.
    private static void explainTwice(Path folder) {
        var nowhere = new PrintWriter(Writer.nullWriter());
        for (int i = 0; i < 2; i++) {
            PlainAtr.run(List.of(ATR), Map.of("XDG_CACHE_HOME", folder.toString()), nowhere, nowhere);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static int longer(Path list) {
        return run("atr", "--json", ATR, "--list", list.toString())
                + run("atr", "stats", list.toString())
                + run("atr", "stats", "--json", list.toString())
                + run("decode", "00A4040007A0000000031010")
                + run("card", "list")
                + run("help", "show")
                + run("demo");
    }

    private static int views(Path trace) {
        return run("show", trace.toString())
                + run("show", "-f", "calls", trace.toString())
                + run("show", "-f", "pcsc-spy", trace.toString())
                + run("show", "-f", "json", trace.toString())
                + run("summary", trace.toString())
                + run("info", trace.toString())
                + run("diagnose", trace.toString())
                + run("export", "--to", "csv", trace.toString());
    }

    private static int run(String... args) {
        int status = Puce.run(new StandardOutput(), args);
        if (status != 0) {
            System.err.println("puce " + String.join(" ", args) + " failed");
        }
        return status;
    }
}
