package dev.puce.trace.render;

import dev.puce.pcsc.TracedCall;
import dev.puce.trace.TextBuffer;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// Prints rows in columns: mark, call numbers, start, symbol, words, status and duration. No line is wider than the
/// options say. Text that does not fit ends with `…`.
final class RowPrinter {
    private static final int USUAL_NUMBERS = 7;
    private static final int TOOK_WIDTH = 7;
    private static final int MOST_SOURCE = 12;
    private static final int LEAST_VALUES = 12;
    private static final int LEAST_STATUS = 10;
    private static final int NO_BAR = -1;
    private static final char CUT = '…';
    private static final char BAR = '▎';
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);

    private final TextBuffer out;
    private final CompactOptions options;
    private final Palette palette;
    private final Optional<Instant> begin;
    private int numbersWidth = USUAL_NUMBERS;
    private int sourceWidth;
    private int program = NO_BAR;
    private long latestStart = TracedCall.UNKNOWN_NANOS;
    private final StringBuilder line = new StringBuilder();
    private final TextBuffer number = new TextBuffer();

    /// @param begin wall clock at time 0 of the calls, if it is known
    RowPrinter(TextBuffer out, CompactOptions options, Optional<Instant> begin) {
        this.out = out;
        this.options = options;
        this.palette = options.palette();
        this.begin = begin;
    }

    /// From now on, rows have a bar in the colour of a program, if there are colours.
    ///
    /// @param number the program, 0 for the first one
    void program(int number) {
        program = palette.isColoured() ? number : NO_BAR;
    }

    private String bar() {
        return program == NO_BAR ? " " : palette.program(program) + BAR + palette.normal();
    }

    /// A line above rows: left and right text.
    void title(String left, String right) {
        line.setLength(0);
        int room = options.width() - right.length() - (right.isEmpty() ? 0 : 2);
        line.append(palette.function()).append(cut(left, room)).append(palette.normal());
        if (!right.isEmpty()) {
            pad(room - Math.min(left.length(), room) + 2);
            line.append(palette.faint()).append(right).append(palette.normal());
        }
        end();
    }

    /// The names of the columns.
    void header() {
        if (options.diffable()) {
            return;
        }
        line.setLength(0);
        line.append(palette.faint());
        right("#", 2 + numbersWidth);
        right("time", 1 + options.time().width());
        pad(options.width() - 2 - numbersWidth - 1 - options.time().width() - "response".length() - 2 - TOOK_WIDTH);
        line.append("response");
        right("took", 2 + TOOK_WIDTH);
        line.append(palette.normal());
        end();
    }

    void row(Row row) {
        boolean fails = row.level() == Row.Level.FAILURE;
        boolean quiet = row.level() == Row.Level.QUIET;
        line.setLength(0);
        line.append(fails ? palette.error() + "▶" + palette.normal() : " ").append(bar());
        int left = 2;
        if (!options.diffable()) {
            numbersWidth = Math.max(numbersWidth, row.numbers().length());
            line.append(palette.faint());
            right(row.numbers(), numbersWidth);
            right(time(row.startNanos()), 1 + options.time().width());
            line.append(palette.normal()).append(' ');
            left += numbersWidth + options.time().width() + 2;
        }
        left += source(row.source());
        line.append(row.symbol()).append(' ');
        left += 2;
        int room = options.width() - left - (options.diffable() ? 0 : TOOK_WIDTH + 2);
        boolean statusWasCut = words(row, room, fails, quiet);
        if (!options.diffable()) {
            line.append(palette.faint());
            right(took(row.tookNanos()), TOOK_WIDTH + 2);
            line.append(palette.normal());
        }
        end();
        if (statusWasCut && fails && !options.verbose()) {
            detail(row.status(), left + 2);
        }
        for (String detail : row.details()) {
            detail(detail, left + 2);
        }
    }

    /// Appends the name of the trace, where several are shown together.
    ///
    /// @return the width of its column
    private int source(String source) {
        if (source.isEmpty()) {
            return 0;
        }
        String shown = cut(source, MOST_SOURCE);
        sourceWidth = Math.max(sourceWidth, shown.length());
        line.append(palette.faint()).append(shown).append(palette.normal());
        pad(sourceWidth - shown.length() + 1);
        return sourceWidth + 1;
    }

    /// Appends words, values and status in so many columns.
    ///
    /// @return whether the status did not fit
    private boolean words(Row row, int room, boolean fails, boolean quiet) {
        String words = row.words();
        String status = row.status();
        int gap = status.isEmpty() ? 0 : 2;
        boolean tooLong = words.length() + gap + status.length() > room && status.length() > LEAST_STATUS;
        if (tooLong) {
            int most = Math.max(room - gap - words.length(), Math.min(room / 2, room - 24));
            tooLong = most < status.length();
            status = cut(status, Math.max(LEAST_STATUS, most));
        }
        int wordsRoom = room - gap - status.length();
        String text = words;
        if (!row.values().isEmpty()
                && wordsRoom - words.length()
                        >= Math.min(LEAST_VALUES, row.values().length() + 2)) {
            text = words + ": " + row.values();
        }
        text = cut(text, wordsRoom);
        line.append(quiet ? palette.faint() : "").append(text).append(quiet ? palette.normal() : "");
        pad(wordsRoom - text.length() + gap);
        if (!status.isEmpty()) {
            line.append(fails ? palette.error() : palette.faint())
                    .append(status)
                    .append(palette.normal());
        }
        return tooLong;
    }

    /// Prints a further line. If it is too long, it continues on lines with a deeper indentation.
    private void detail(String text, int indent) {
        int room = options.width() - indent;
        int nested = 0;
        while (nested < text.length() && text.charAt(nested) == ' ' && nested < room / 2) {
            nested++;
        }
        String rest = text;
        int least = nested;
        while (rest.length() > room) {
            int space = rest.lastIndexOf(' ', room);
            int to = space > least ? space : room;
            plain(indent, rest.substring(0, to));
            least = nested + 2;
            rest = " ".repeat(least) + rest.substring(to).stripLeading();
        }
        plain(indent, rest);
    }

    private void plain(int indent, String text) {
        line.setLength(0);
        pad(indent);
        line.append(palette.faint()).append(text).append(palette.normal());
        end();
    }

    private String took(long nanos) {
        if (nanos == 0) { // an event
            return "";
        }
        if (nanos == TracedCall.UNKNOWN_NANOS) {
            return "?";
        }
        number.truncate(0);
        Durations.append(number, nanos);
        return number.toString();
    }

    private String time(long nanos) {
        if (nanos == TracedCall.UNKNOWN_NANOS) {
            return "?";
        }
        return switch (options.time()) {
            case RELATIVE -> seconds(nanos);
            case DELTA -> {
                long before = latestStart;
                latestStart = nanos;
                yield before == TracedCall.UNKNOWN_NANOS ? seconds(0) : seconds(nanos - before);
            }
            case CLOCK -> begin.map(start -> CLOCK.format(at(start, nanos))).orElseGet(() -> seconds(nanos));
            case ISO -> begin.map(start -> ISO.format(at(start, nanos))).orElseGet(() -> seconds(nanos));
        };
    }

    private ZonedDateTime at(Instant start, long nanos) {
        return start.plusNanos(nanos).atZone(options.zone());
    }

    private static String seconds(long nanos) {
        long millis = Math.floorDiv(nanos, 1_000_000L);
        long magnitude = Math.abs(millis);
        var text = new StringBuilder(10)
                .append(millis < 0 ? "-" : "")
                .append(magnitude / 1000)
                .append('.');
        int rest = (int) (magnitude % 1000);
        return text.append((char) ('0' + rest / 100))
                .append((char) ('0' + rest / 10 % 10))
                .append((char) ('0' + rest % 10))
                .toString();
    }

    private void right(String text, int width) {
        pad(width - text.length());
        line.append(text);
    }

    private void pad(int count) {
        if (count > 0) {
            line.repeat(' ', count);
        }
    }

    static String cut(String text, int room) {
        if (text.length() <= room) {
            return text;
        }
        return room <= 1 ? "" : text.substring(0, room - 1).stripTrailing() + CUT;
    }

    private void end() {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == ' ') {
            end--;
        }
        line.setLength(end);
        out.append(options.ascii() ? AsciiText.of(line.toString()) : line).append('\n');
    }
}
