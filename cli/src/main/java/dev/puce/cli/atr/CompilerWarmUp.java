package dev.puce.cli.atr;

import dev.puce.atr.statistics.AtrListCounter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Has the code that counts big lists compiled while the command line is read. Both take about as long, and each leaves
/// other processors idle. `bench/atr/run.sh` measures it.
public final class CompilerWarmUp {
    private static final List<String> COUNTING = List.of("atr", "stats");

    /// A list of fewer bytes is counted before it would pay.
    private static final long LEAST_SIZE = 64L << 20;

    private static volatile boolean over;

    private CompilerWarmUp() {}

    /// Begins if that is worth it for the command; to be called before anything else.
    public static void begin(String... args) {
        if (args.length > COUNTING.size()
                && List.of(args).subList(0, COUNTING.size()).equals(COUNTING)) {
            var list = Path.of(args[args.length - 1]);
            if (list.toFile().length() >= LEAST_SIZE) {
                Thread.ofPlatform().daemon().name("head-start").start(() -> rehearse(list));
            }
        }
    }

    private static void rehearse(Path list) {
        try {
            AtrListCounter.warmUp(list, () -> over);
        } catch (IOException e) {
            // the count itself meets the same error and reports it
        }
    }

    /// Ends, as the command has been read.
    static void end() {
        over = true;
    }
}
