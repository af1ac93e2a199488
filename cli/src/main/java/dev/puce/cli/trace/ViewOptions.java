package dev.puce.cli.trace;

import dev.puce.cli.terminal.ColorOption;
import dev.puce.pcsc.CallSink;
import dev.puce.trace.pcscspy.PcscSpyRenderer;
import dev.puce.trace.pcscspy.PcscSpyView;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.trace.render.CompactRenderer;
import dev.puce.trace.render.Palette;
import dev.puce.trace.render.Who;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How calls are shown: the options that every command with a view of calls has.
public final class ViewOptions {
    /// The views.
    public enum Format {
        /// A line a call.
        COMPACT("compact"),
        /// What pcsc-spy prints.
        PCSC_SPY("pcsc-spy"),
        /// JSON Lines, the same as a recording.
        JSON("json");

        private final String label;

        Format(String label) {
            this.label = label;
        }

        /// As it is typed.
        @Override
        public String toString() {
            return label;
        }
    }

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            defaultValue = "compact",
            converter = FormatConverter.class,
            completionCandidates = FormatConverter.Candidates.class,
            description = "Show calls as ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.COMPACT;

    @Option(names = "--json", description = "The same as -f json.")
    private boolean json;

    @Option(
            names = "--diffable",
            description = "Leave out what differs between two executions: times, handles, pointers, counters.")
    private boolean diffable;

    @Option(
            names = {"-t", "--thread"},
            description = "Name the thread on each line.")
    private boolean showsThreads;

    @Option(
            names = "--who",
            paramLabel = "HOW-MUCH",
            description = "What each line of the compact view says of the program: program (name, process id and"
                    + " connection), user (its user id, too), all (container or sandbox and command line, too)."
                    + " Default: program; user when puce spy sees programs started elsewhere.")
    private Who who;

    @Mixin
    private ColorOption color;

    public Format format() {
        return json ? Format.JSON : format;
    }

    /// Whether a live trace in this view ends with a summary, unless somebody says otherwise: pcsc-spy's layout has
    /// totals of its own, JSON is for programs, and times differ between two executions.
    public boolean showsSummary() {
        return format() == Format.COMPACT && !diffable;
    }

    public ColorOption color() {
        return color;
    }

    /// Refuses options that would have no effect together.
    ///
    /// @param isOfMessages whether messages are shown instead of calls
    public void check(CommandLine command, boolean isOfMessages) {
        if (diffable && format() == Format.JSON) {
            throw new CommandLine.ParameterException(
                    command, "--diffable does not go with JSON, which has everything; puce diff compares traces");
        }
        if (isOfMessages && (diffable || format() != Format.COMPACT)) {
            throw new CommandLine.ParameterException(
                    command, "--level wire has a layout of its own: -f, --json and --diffable do not go with it");
        }
    }

    /// Says on each line which user calls, unless somebody has said otherwise.
    public void namesUsers() {
        if (who == null) {
            who = Who.USER;
        }
    }

    /// Opens the view.
    ///
    /// @param out      where to; stays open
    /// @param coloured whether to colour, see [ColorOption]
    /// @param live     whether somebody watches, so that each call is shown at once
    /// @param header   the circumstances of the calls
    public CallSink open(OutputStream out, boolean coloured, boolean live, RecordingHeader header) throws IOException {
        var palette = coloured ? Palette.ANSI : Palette.NONE;
        return switch (format()) {
            case COMPACT ->
                new CompactRenderer(
                        out,
                        new CompactRenderer.Options(
                                palette, diffable, showsThreads, live, who == null ? Who.PROGRAM : who));
            case PCSC_SPY -> new PcscSpyView(out, pcscSpyOptions(coloured, live));
            case JSON -> new RecordingWriter(new KeptOpen(out), header, live);
        };
    }

    /// How to print in the layout of pcsc-spy.
    PcscSpyRenderer.Options pcscSpyOptions(boolean coloured, boolean live) {
        return new PcscSpyRenderer.Options(coloured ? Palette.ANSI : Palette.NONE, diffable, showsThreads, live);
    }

    /// A stream that closing only flushes, such as standard output.
    private static final class KeptOpen extends FilterOutputStream {
        KeptOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
