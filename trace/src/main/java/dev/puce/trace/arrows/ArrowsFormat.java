package dev.puce.trace.arrows;

import dev.puce.iso7816.CommandApdu;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.source.Beginning;
import dev.puce.trace.source.LineSource;
import dev.puce.trace.source.SourceInput;
import dev.puce.trace.source.TraceFormat;
import dev.puce.trace.source.TraceSource;
import java.util.Optional;

/// Any log with lines of a direction mark and hex.
///
/// The lines show the direction: if the bytes after the mark for answers parse as commands, and those after the mark
/// for commands do not, the log looks from the card's side.
public final class ArrowsFormat implements TraceFormat {
    /// The format; it has no state.
    public ArrowsFormat() {}

    @Override
    public String name() {
        return "arrows";
    }

    @Override
    public String description() {
        return "arrows and hex: ykman, pyscard, pySim, scriptor, opensc-tool, Android";
    }

    @Override
    public int detect(Beginning beginning) {
        int commands = count(beginning, true);
        int responses = count(beginning, false);
        boolean isLog = (commands > 0 && responses > 0) || commands > 1;
        return isLog || isSwapped(beginning) ? commands + responses : NONE;
    }

    private static int count(Beginning beginning, boolean isCommand) {
        return beginning.count(line -> ArrowLine.of(line)
                .filter(found -> found.isCommand() == isCommand && isApdu(found))
                .isPresent());
    }

    private static boolean isApdu(ArrowLine line) {
        return line.isCommand() ? line.command().isPresent() : line.response().isPresent();
    }

    private static boolean isSwapped(Beginning beginning) {
        return beginning.count(line -> isWellFormed(line, true)) == 0
                && beginning.count(line -> isWellFormed(line, false)) > 1;
    }

    /// Whether the line has the mark, and bytes that form a command with correct length fields.
    private static boolean isWellFormed(String line, boolean isCommand) {
        return ArrowLine.of(line)
                .filter(found -> found.isCommand() == isCommand)
                .flatMap(ArrowLine::command)
                .filter(bytes -> CommandApdu.tryParse(bytes).isPresent())
                .isPresent();
    }

    @Override
    public TraceSource open(SourceInput input) {
        boolean isSwapped = isSwapped(input.beginning());
        boolean isWrapped = input.beginning().count(line -> line.startsWith("Wrapped command -->")) > 0;
        return new LineSource(
                input,
                RecordingHeader.of(name(), Optional.empty(), Redaction.OFF),
                calls -> new ArrowsParser(calls, input.problems(), isSwapped, isWrapped));
    }
}
