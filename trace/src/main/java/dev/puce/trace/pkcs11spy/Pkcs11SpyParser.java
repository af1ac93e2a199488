package dev.puce.trace.pkcs11spy;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.source.ExchangeAssembler;
import dev.puce.trace.source.LineParser;
import dev.puce.trace.source.LogLines;
import dev.puce.trace.source.Origin;
import dev.puce.trace.source.TimeOfDay;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Understands the lines of pkcs11-spy: the number and name of a function, its time, its return value.
final class Pkcs11SpyParser implements LineParser {
    private static final Pattern BEGIN =
            Pattern.compile("^(?:\\d{1,9}: |0x[0-9a-f]{8} : 0x[0-9a-f]{8} : Calling )(C_\\w{1,60})$");

    /// OpenSC 0.26 names the process, and the thread as a decimal number in spite of 0x.
    private static final Pattern TIME = Pattern.compile(
            "^(?:P:(\\d{1,9}); T:0x(\\d{1,20}) )?\\d{4}-\\d\\d-\\d\\d (\\d\\d:\\d\\d:\\d\\d)(?:\\.(\\d{3}))?$");
    private static final Pattern END = Pattern.compile(
            "^(?:Returned: +(?:0x)?[0-9a-fA-F]+ |0x[0-9a-f]{8} : 0x[0-9a-f]{8} : Returning \\d{1,10} \\()(CKR_\\w{1,60})\\)?$");

    private final ExchangeAssembler calls;
    private final TimeOfDay clock;
    private Optional<String> open = Optional.empty();
    private long number;
    private long nanos = TracedCall.UNKNOWN_NANOS;
    private Origin origin = Origin.UNKNOWN;

    Pkcs11SpyParser(ExchangeAssembler calls) {
        this.calls = calls;
        clock = calls.clock();
    }

    @Override
    public void line(LogLines line) throws IOException {
        String text = line.text().stripTrailing();
        var begin = BEGIN.matcher(text);
        var time = TIME.matcher(text);
        var end = END.matcher(text);
        if (begin.matches()) {
            end();
            open = Optional.of(begin.group(1));
            number = calls.reserve();
            nanos = TracedCall.UNKNOWN_NANOS;
        } else if (time.matches()) {
            nanos = time.group(4) == null
                    ? clock.nanos(time.group(3))
                    : clock.nanos(time.group(3), Long.parseLong(time.group(4)) * 1_000_000);
            if (time.group(1) != null) {
                origin = origin(Integer.parseInt(time.group(1)), time.group(2));
            }
        } else if (end.matches()) {
            pass(end.group(1));
        }
    }

    private static Origin origin(int pid, String thread) {
        return Origin.of(Caller.inLog("", OptionalInt.of(pid), Optional.of(thread)));
    }

    private void pass(String returned) throws IOException {
        if (open.isPresent()) {
            calls.call(
                    number,
                    origin,
                    nanos,
                    new Call.Mark(open.get(), returned, Optional.empty()),
                    Optional.of(TracedCall.Outcome.UNKNOWN));
        }
        open = Optional.empty();
    }

    @Override
    public void end() throws IOException {
        pass("");
    }
}
