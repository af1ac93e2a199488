package dev.puce.trace.render;

import java.time.ZoneId;
import java.util.OptionalInt;

/// How the compact view prints.
///
/// @param palette      the colours
/// @param width        width of a line in columns, at least [#MIN_WIDTH]
/// @param ascii        whether to use ASCII characters only
/// @param diffable     whether to omit times, call numbers, process ids and handles, which differ between two runs
/// @param showsThreads whether the program's line names the thread
/// @param live         whether each line leaves the buffer at once
/// @param who          how much the program's line says
/// @param time         how lines print the start
/// @param zone         time zone of dates and times of day
/// @param bytes        number of bytes of a command and of a response to show in hex; empty shows them at failures
/// @param unfolded     whether each call gets a line
/// @param verbose      whether the decoded tree follows each exchange
public record CompactOptions(
        Palette palette,
        int width,
        boolean ascii,
        boolean diffable,
        boolean showsThreads,
        boolean live,
        Who who,
        TimeStyle time,
        ZoneId zone,
        OptionalInt bytes,
        boolean unfolded,
        boolean verbose) {
    /// The narrowest line. Narrower terminals break lines.
    public static final int MIN_WIDTH = 60;

    /// Width of a line if the output is not a terminal.
    public static final int PIPE_WIDTH = 80;

    public CompactOptions {
        width = Math.max(width, MIN_WIDTH);
    }

    /// Lines without colours, as in a pipe.
    public static CompactOptions plain(int width, ZoneId zone) {
        return new CompactOptions(
                Palette.NONE,
                width,
                false,
                false,
                false,
                false,
                Who.PROGRAM,
                TimeStyle.RELATIVE,
                zone,
                OptionalInt.empty(),
                false,
                false);
    }

    /// The same with ASCII characters only.
    public CompactOptions inAscii() {
        return new CompactOptions(
                palette, width, true, diffable, showsThreads, live, who, time, zone, bytes, unfolded, verbose);
    }

    /// The same with a line for each call.
    public CompactOptions unfold() {
        return new CompactOptions(
                palette, width, ascii, diffable, showsThreads, live, who, time, zone, bytes, true, verbose);
    }

    /// The same with the decoded trees.
    public CompactOptions verbosely() {
        return new CompactOptions(
                palette, width, ascii, diffable, showsThreads, live, who, time, zone, bytes, true, true);
    }
}
