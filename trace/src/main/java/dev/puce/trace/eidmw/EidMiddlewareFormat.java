package dev.puce.trace.eidmw;

import dev.puce.trace.source.LineFormat;
import java.util.regex.Pattern;

/// The log of the Belgian eID middleware. Of answers it has the status word alone.
public final class EidMiddlewareFormat extends LineFormat {
    private static final Pattern MARK =
            Pattern.compile("^\\d{4}-\\d\\d-\\d\\d [\\d:]{8} - \\d+\\|\\d+ - \\w+ - \\w+: +SCard\\w+\\(");

    /// The format; it has no state.
    public EidMiddlewareFormat() {
        super("eid-mw", "log of the Belgian eID middleware", MARK, EidMiddlewareParser::new);
    }
}
