package dev.puce.trace.pcscspy;

import dev.puce.trace.source.Beginning;
import dev.puce.trace.source.SourceInput;
import dev.puce.trace.source.TraceFormat;
import java.util.regex.Pattern;

/// The raw log of libpcscspy, of both generations.
public final class LibpcscspyFormat implements TraceFormat {
    static final Pattern LINE = Pattern.compile("^\\s*[0-9A-Fa-f]+@[<>]\\|(\\d{1,12})\\|(\\d{1,6})\\|");

    /// The format; it has no state.
    public LibpcscspyFormat() {}

    @Override
    public String name() {
        return "libpcscspy";
    }

    @Override
    public String description() {
        return "raw log of libpcscspy, pcsc-lite 1.9 and newer (the input of pcsc-spy)";
    }

    @Override
    public int detect(Beginning beginning) {
        return beginning.count(LINE) > 0 ? CERTAIN : NONE;
    }

    @Override
    public LibpcscspyLog open(SourceInput input) {
        return new LibpcscspyLog(input);
    }
}
