package dev.puce.trace.source;

import dev.puce.pcsc.CallSink;
import dev.puce.trace.recording.RecordingHeader;
import java.io.IOException;
import java.time.LocalTime;
import java.util.Optional;
import java.util.function.Function;

/// A trace in a text log. Memory does not grow with the log.
public final class LineSource implements TraceSource {
    private final SourceInput input;
    private final RecordingHeader header;
    private final Function<ExchangeAssembler, LineParser> parser;
    private Optional<ExchangeAssembler> calls = Optional.empty();

    /// A log whose lines a parser understands.
    ///
    /// @param header its start decides how the assembler reads times, see [ExchangeAssembler]
    /// @param parser makes the parser, which tells the given assembler what the lines say
    public LineSource(SourceInput input, RecordingHeader header, Function<ExchangeAssembler, LineParser> parser) {
        this.input = input;
        this.header = header;
        this.parser = parser;
    }

    @Override
    public RecordingHeader header() {
        return header;
    }

    @Override
    public Optional<LocalTime> timeOfDay() {
        return calls.flatMap(ExchangeAssembler::timeOfDay);
    }

    @Override
    public void read(CallSink sink) throws IOException {
        var assembler = new ExchangeAssembler(sink, header.start());
        calls = Optional.of(assembler);
        var lineParser = parser.apply(assembler);
        var lines = new LogLines(input.stream(), input.beginning().margin());
        while (lines.next()) {
            if (lines.isCut()) {
                input.problems()
                        .problem(
                                lines.number(),
                                "the line is longer than " + LogLines.MAX_LINE / 1024
                                        + " KB; puce reads its first half");
            }
            lineParser.line(lines);
        }
        lineParser.end();
        assembler.finish();
    }
}
