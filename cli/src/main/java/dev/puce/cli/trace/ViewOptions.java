package dev.puce.cli.trace;

import dev.puce.cli.terminal.ColorOption;
import dev.puce.cli.terminal.NamedValueConverter;
import dev.puce.cli.terminal.WrappedLines;
import dev.puce.pcsc.CallSink;
import dev.puce.posix.Terminal;
import dev.puce.trace.pcscspy.PcscSpyRenderer;
import dev.puce.trace.pcscspy.PcscSpyView;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.trace.render.CallsRenderer;
import dev.puce.trace.render.CompactOptions;
import dev.puce.trace.render.CompactRenderer;
import dev.puce.trace.render.Palette;
import dev.puce.trace.render.TimeStyle;
import dev.puce.trace.render.Who;
import dev.puce.trace.session.MessagingKeys;
import dev.puce.trace.session.TracedCards;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that decide how calls are shown, shared by every command with a view of calls.
public final class ViewOptions {
    /// Below the durations of `-f calls`.
    private static final int CALLS_INDENT = 13;

    /// The views.
    public enum Format {
        /// One line for each logical exchange, in words.
        COMPACT("compact"),
        /// One line for each call.
        CALLS("calls"),
        /// The layout of pcsc-spy.
        PCSC_SPY("pcsc-spy"),
        /// JSON Lines, the same as a recording.
        JSON("json");

        private final String label;

        Format(String label) {
            this.label = label;
        }

        /// Returns the name as it is typed.
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
            description = "Layout: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.COMPACT;

    @Option(names = "--json", description = "JSON Lines; the same as -f json.")
    private boolean json;

    @Option(
            names = "--diffable",
            description = "Omit times, handles, pointers and counters, which differ between two runs.")
    private boolean diffable;

    @Option(
            names = {"-t", "--thread"},
            description = "Show the thread.")
    private boolean showsThreads;

    @Option(
            names = "--who",
            paramLabel = "HOW",
            description = "Describe the program (program: name, process id, connection), also its user (user),"
                    + " or also container and command line (all). Default: program, or user with --attach and"
                    + " --listen.")
    private Who who;

    @Option(
            names = "--time",
            paramLabel = "STYLE",
            converter = TimeConverter.class,
            description = "With -f compact, print the start as seconds since the start of the trace (relative, the"
                    + " default), since the line before (delta), as time of day (clock) or date and time (iso).")
    private TimeStyle time;

    @Option(
            names = "--bytes",
            paramLabel = "N",
            converter = BytesConverter.class,
            description = "With -f compact, show N bytes of each command and response in hex, or all. Default: only at"
                    + " failures.")
    private Integer bytes;

    @Option(names = "--unfold", description = "With -f compact, a line for each call. Exchanges stay merged.")
    private boolean unfolded;

    @Option(
            names = {"-v", "--verbose"},
            description =
                    "Show the decoded values below each exchange. Implies --unfold. With -f json, add them as \"decoded\".")
    private boolean verbose;

    @Mixin
    private ColorOption color;

    public Format format() {
        return json ? Format.JSON : format;
    }

    /// Returns whether a live trace in this view usually ends with a summary. pcsc-spy's layout has its own totals,
    /// JSON is for programs, and times differ between two runs.
    public boolean showsSummary() {
        return (format() == Format.COMPACT || format() == Format.CALLS) && !diffable;
    }

    public ColorOption color() {
        return color;
    }

    /// Refuses combinations of options that have no effect.
    ///
    /// @param isOfMessages whether messages are shown instead of calls
    public void check(CommandLine command, boolean isOfMessages) {
        if (diffable && format() == Format.JSON) {
            throw new CommandLine.ParameterException(
                    command, "--diffable and JSON exclude each other. To compare traces, use puce diff");
        }
        boolean isCompact = format() == Format.COMPACT;
        if (!isCompact && (time != null || bytes != null || unfolded)) {
            throw new CommandLine.ParameterException(
                    command, "--time, --bytes and --unfold need -f compact, the default");
        }
        if (verbose && !isCompact && format() != Format.JSON) {
            throw new CommandLine.ParameterException(command, "--verbose needs -f compact, the default, or -f json");
        }
        if (isOfMessages && (diffable || format() != Format.COMPACT)) {
            throw new CommandLine.ParameterException(command, "--level wire excludes -f, --json and --diffable");
        }
    }

    /// Shows the calling user on each line, unless an option says otherwise.
    public void namesUsers() {
        if (who == null) {
            who = Who.USER;
        }
    }

    /// Says that `-t` shows nothing in a trace that was seen at a socket.
    ///
    /// @param header the circumstances of the calls
    public void reportUnknownThreads(RecordingHeader header, PrintWriter err) {
        if (showsThreads && header.source().equals("relay")) {
            err.println("puce: -t shows nothing here: the threads of programs are unknown at the daemon's socket.");
            err.flush();
        }
    }

    /// Opens the view.
    ///
    /// @param out      receives the view; stays open
    /// @param terminal the stream behind it, which may be a terminal
    /// @param coloured whether to colour, see [ColorOption]
    /// @param live     whether to show each call at once
    /// @param header   the circumstances of the calls
    public CallSink open(OutputStream out, Terminal terminal, boolean coloured, boolean live, RecordingHeader header)
            throws IOException {
        return open(out, terminal, coloured, live, header, MessagingKeys.NONE);
    }

    /// Opens the view.
    ///
    /// @param out      receives the view; stays open
    /// @param terminal the stream behind it, which may be a terminal
    /// @param coloured whether to colour, see [ColorOption]
    /// @param live     whether to show each call at once
    /// @param header   the circumstances of the calls
    /// @param keys     keys that decrypt secure messaging
    public CallSink open(
            OutputStream out,
            Terminal terminal,
            boolean coloured,
            boolean live,
            RecordingHeader header,
            MessagingKeys keys)
            throws IOException {
        var palette = coloured ? Palette.ANSI : Palette.NONE;
        return switch (format()) {
            case COMPACT ->
                new CompactRenderer(out, compactOptions(palette, terminal, live), header, new TracedCards(keys));
            case CALLS ->
                new CallsRenderer(
                        terminal.isThere() ? new WrappedLines(out, terminal.columns(), CALLS_INDENT) : out,
                        new CallsRenderer.Options(
                                palette, diffable, showsThreads, live, who == null ? Who.PROGRAM : who));
            case PCSC_SPY -> new PcscSpyView(out, pcscSpyOptions(coloured, live));
            case JSON ->
                verbose
                        ? RecordingWriter.decoding(new KeptOpen(out), header, live, new TracedCards(keys))
                        : new RecordingWriter(new KeptOpen(out), header, live);
        };
    }

    private CompactOptions compactOptions(Palette palette, Terminal terminal, boolean live) {
        return new CompactOptions(
                palette,
                terminal.columns(),
                terminal.isThere() && !usesUtf8(),
                diffable,
                showsThreads,
                live,
                who == null ? Who.PROGRAM : who,
                time == null ? TimeStyle.RELATIVE : time,
                ZoneId.systemDefault(),
                bytes == null ? OptionalInt.empty() : OptionalInt.of(bytes),
                unfolded || verbose,
                verbose);
    }

    private static boolean usesUtf8() {
        return System.getProperty("native.encoding", "").equalsIgnoreCase("UTF-8");
    }

    /// Shows everything about each call.
    void showEverything() {
        verbose = true;
    }

    /// Parses the name of a style.
    static final class TimeConverter extends NamedValueConverter<TimeStyle> {
        TimeConverter() {
            super(List.of(TimeStyle.values()));
        }
    }

    /// Parses a number of bytes, or `all`.
    static final class BytesConverter implements CommandLine.ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            if (value.equals("all")) {
                return Integer.MAX_VALUE;
            }
            if (!value.matches("[0-9]{1,9}")) {
                throw new CommandLine.TypeConversionException("'" + value + "' is neither a number of bytes nor all");
            }
            return Integer.valueOf(value);
        }
    }

    /// Returns the options of the layout of pcsc-spy.
    PcscSpyRenderer.Options pcscSpyOptions(boolean coloured, boolean live) {
        return new PcscSpyRenderer.Options(coloured ? Palette.ANSI : Palette.NONE, diffable, showsThreads, live);
    }

    /// A stream that close() only flushes, such as standard output.
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
