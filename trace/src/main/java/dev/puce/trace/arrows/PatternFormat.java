package dev.puce.trace.arrows;

import dev.puce.pcsc.Function;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.source.Beginning;
import dev.puce.trace.source.ExchangeAssembler;
import dev.puce.trace.source.HexText;
import dev.puce.trace.source.LineParser;
import dev.puce.trace.source.LineSource;
import dev.puce.trace.source.Origin;
import dev.puce.trace.source.SourceInput;
import dev.puce.trace.source.TraceFormat;
import dev.puce.trace.source.TraceSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A log whose lines a regular expression of the user describes.
///
/// The groups `command` and `response` have the hex of an APDU; a group `time` has a time of day. A line may match
/// with one of the first two alone.
public final class PatternFormat implements TraceFormat {
    private static final String COMMAND = "command";
    private static final String RESPONSE = "response";
    private static final String TIME = "time";

    private final Pattern pattern;

    /// A format for lines that contain the pattern.
    ///
    /// @throws IllegalArgumentException if the pattern lacks the group `command` or `response`
    public PatternFormat(Pattern pattern) {
        if (!pattern.namedGroups().keySet().containsAll(List.of(COMMAND, RESPONSE))) {
            throw new IllegalArgumentException("the pattern needs the groups (?<command>...) and (?<response>...)");
        }
        this.pattern = pattern;
    }

    @Override
    public String name() {
        return "pattern";
    }

    @Override
    public String description() {
        return "lines that match a regular expression";
    }

    @Override
    public int detect(Beginning beginning) {
        return NONE;
    }

    @Override
    public TraceSource open(SourceInput input) {
        return new LineSource(
                input, RecordingHeader.of(name(), Optional.empty(), Redaction.OFF), calls -> parser(input, calls));
    }

    private LineParser parser(SourceInput input, ExchangeAssembler calls) {
        var prefixes = new ArrowPrefix(calls.clock());
        return line -> {
            var match = pattern.matcher(line.text());
            if (!match.find()) {
                return;
            }
            long nanos = group(match, TIME).map(prefixes::nanos).orElse(TracedCall.UNKNOWN_NANOS);
            var command = group(match, COMMAND);
            var response = group(match, RESPONSE);
            var bytes = command.or(() -> response).flatMap(HexText::bytes);
            if (bytes.isEmpty()) {
                input.problems().problem(line.number(), "the bytes are not hex; skipped");
            } else if (command.isPresent()) {
                calls.nextCommand(Origin.UNKNOWN, nanos, ExchangeAssembler.transmit(bytes.get()));
            } else if (calls.isOpen(Origin.UNKNOWN, Function.TRANSMIT)) {
                calls.response(Origin.UNKNOWN, nanos, bytes.get());
            } else {
                input.problems().problem(line.number(), "an answer has no command; skipped");
            }
        };
    }

    private Optional<String> group(Matcher match, String name) {
        return pattern.namedGroups().containsKey(name) ? Optional.ofNullable(match.group(name)) : Optional.empty();
    }
}
