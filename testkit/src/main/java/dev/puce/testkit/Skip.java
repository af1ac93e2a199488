package dev.puce.testkit;

import org.junit.jupiter.api.Assumptions;

/// Skips a test that this machine cannot run.
///
/// `./test` ends with a table of all skipped tests, with their reasons and remedies.
public final class Skip {
    /// Stands between reason and remedy in a message.
    private static final String REMEDY = " | remedy: ";

    private Skip() {}

    /// Skips the running test.
    ///
    /// @param reason says what is missing
    /// @param remedy says what to do to run the test
    @SuppressWarnings("TypeParameterUnusedInFormals") // never returns, so that it fits any expression
    public static <V> V because(String reason, String remedy) {
        return Assumptions.abort(reason + REMEDY + remedy);
    }

    /// Skips the running test unless the condition holds.
    ///
    /// @param reason says what is missing
    /// @param remedy says what to do to run the test
    public static void unless(boolean condition, String reason, String remedy) {
        if (!condition) {
            because(reason, remedy);
        }
    }
}
