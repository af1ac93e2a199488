package dev.puce.cli.terminal;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Warnings of puce's modules on standard error, one line each: `puce: TEXT`.
public final class Diagnostics {
    private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

    private Diagnostics() {}

    /// A class of its own, because the logging system takes a tenth of a short command's time to start.
    private static final class Loggers {
        /// Held, because the logging system forgets levels of loggers that are not referenced.
        private static final Logger PUCE = Logger.getLogger("dev.puce");
    }

    /// Sets the format. It has to run before the first warning.
    public static void format() {
        if (System.getProperty(FORMAT) == null) {
            System.setProperty(FORMAT, "puce: %5$s%6$s%n");
        }
    }

    /// Shows details, too, such as stack traces.
    public static void showDetails() {
        Loggers.PUCE.setLevel(Level.FINE);
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setLevel(Level.FINE);
        }
    }
}
