package dev.puce.trace.macos;

import java.util.List;

/// How the unified log of macOS is asked for smart-card activity.
public final class UnifiedLog {
    /// Selects the entries of CryptoTokenKit, to which PC/SC belongs.
    public static final String PREDICATE = "subsystem BEGINSWITH \"com.apple.CryptoTokenKit\"";

    /// Arguments of `log` to follow the log. Without `--level debug`, the names of PC/SC functions and ATRs are
    /// missing.
    public static final List<String> STREAM =
            List.of("stream", "--level", "debug", "--style", "ndjson", "--predicate", PREDICATE);

    private UnifiedLog() {}
}
