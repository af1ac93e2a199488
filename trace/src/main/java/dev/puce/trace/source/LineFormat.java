package dev.puce.trace.source;

import dev.puce.trace.ProblemListener;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// A text log that single lines identify, and that does not say on which day it begins.
public abstract class LineFormat implements TraceFormat {
    private final String name;
    private final String description;
    private final Predicate<String> mark;
    private final BiFunction<ExchangeAssembler, ProblemListener, LineParser> parser;

    /// @param name        as [TraceFormat#name] returns it
    /// @param description as [TraceFormat#description] returns it
    /// @param mark        whether only this format has such a line
    /// @param parser      makes the parser, which tells the assembler what the lines say and reports damaged lines
    protected LineFormat(
            String name,
            String description,
            Predicate<String> mark,
            BiFunction<ExchangeAssembler, ProblemListener, LineParser> parser) {
        this.name = name;
        this.description = description;
        this.mark = mark;
        this.parser = parser;
    }

    /// As above, with a pattern that is found in the lines of this format only.
    protected LineFormat(
            String name,
            String description,
            Pattern mark,
            BiFunction<ExchangeAssembler, ProblemListener, LineParser> parser) {
        this(name, description, mark.asPredicate(), parser);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String description() {
        return description;
    }

    @Override
    public final int detect(Beginning beginning) {
        return beginning.count(mark);
    }

    @Override
    public final TraceSource open(SourceInput input) {
        return new LineSource(
                input,
                RecordingHeader.of(name, Optional.empty(), Redaction.OFF),
                calls -> parser.apply(calls, input.problems()));
    }
}
