package dev.puce.trace.pcscspy;

import dev.puce.trace.source.LineFormat;
import java.util.regex.Pattern;

/// The text that pcsc-spy prints, of both generations, with or without colours. puce's own view in that layout is
/// read too.
///
/// It has durations but no times.
public final class PcscSpyTextFormat extends LineFormat {
    /// The last line of a call: ` => SCARD_S_SUCCESS [0x00000000]  [0.001038]`, in pcsc-lite up to 2.0 with the
    /// code's meaning in front and parentheses.
    static final Pattern END =
            Pattern.compile("^\\s*(?:\\(t\\d+\\) +)?=> .*\\[(0x[0-9A-Fa-f?]{8,16})]\\)? +\\[([0-9.?]+)]$");

    /// The format; it has no state.
    public PcscSpyTextFormat() {
        super("pcsc-spy", "text output of pcsc-spy, pcsc-lite 1.9 and newer", END, PcscSpyTextParser::new);
    }
}
