import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes a long log or USB capture: a short one, again and again, with times that go on.
///
///     java RepeatLog.java SAMPLE BYTES FILE
///
/// Prints the number of lines, or of packets, in FILE. Times of day, with or without a date, go on by the duration of the
/// sample; so do the seconds of libpcscspy and of packets. A log of differences or durations needs nothing.
final class RepeatLog {
    private static final int DAY = 86_400;

    /// A date and a time, or a time; or the seconds of libpcscspy. Digits around it would be bytes in hex.
    private static final Pattern TIME = Pattern.compile("(?<![\\w:])(?:(?<date>\\d{4}-\\d\\d-\\d\\d)(?<gap>[T ]))?"
            + "(?<hour>[01]\\d|2[0-3]):(?<minute>[0-5]\\d):(?<second>[0-5]\\d)(?!:?[0-9A-Fa-f]{2}(?![0-9]))"
            + "|(?<=[<>]\\|)(?<epoch>\\d{10})(?=\\|)");

    private RepeatLog() {}

    /// A piece of the sample: bytes that stay, or a time.
    private sealed interface Piece {
        void write(OutputStream out, long later) throws IOException;
    }

    private record Text(byte[] bytes) implements Piece {
        @Override
        public void write(OutputStream out, long later) throws IOException {
            out.write(bytes);
        }
    }

    /// Seconds since 1970, or since midnight without a date.
    private record Time(long seconds, boolean hasDate, String gap) implements Piece {
        @Override
        public void write(OutputStream out, long later) throws IOException {
            long now = seconds + later;
            if (hasDate) {
                ascii(out, LocalDate.ofEpochDay(now / DAY) + gap);
            }
            int second = (int) (now % DAY);
            two(out, second / 3600);
            out.write(':');
            two(out, second / 60 % 60);
            out.write(':');
            two(out, second % 60);
        }

        private static void two(OutputStream out, int number) throws IOException {
            out.write('0' + number / 10);
            out.write('0' + number % 10);
        }
    }

    private record Epoch(long seconds) implements Piece {
        @Override
        public void write(OutputStream out, long later) throws IOException {
            ascii(out, Long.toString(seconds + later));
        }
    }

    private static void ascii(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    public static void main(String... arguments) throws IOException {
        byte[] sample = Files.readAllBytes(Path.of(arguments[0]));
        long bytes = Long.parseLong(arguments[1]);
        try (var out = new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[2])), 1 << 20)) {
            System.out.println(isCapture(sample) ? repeatCapture(sample, bytes, out) : repeatText(sample, bytes, out));
        }
    }

    private static boolean isCapture(byte[] sample) {
        int magic = sample.length < 24 ? 0 : ByteBuffer.wrap(sample).order(ByteOrder.LITTLE_ENDIAN).getInt();
        return magic == 0xA1B2C3D4 || magic == 0xA1B23C4D;
    }

    private static long repeatText(byte[] sample, long bytes, OutputStream out) throws IOException {
        String text = new String(sample, StandardCharsets.ISO_8859_1); // one character for each byte
        text = text.endsWith("\n") ? text : text + "\n";
        List<Piece> pieces = pieces(text);
        long duration = duration(pieces);
        long times = Math.ceilDiv(bytes, text.length());
        for (long i = 0; i < times; i++) {
            for (Piece piece : pieces) {
                piece.write(out, i * duration);
            }
        }
        return times * text.lines().count();
    }

    private static List<Piece> pieces(String text) {
        var pieces = new ArrayList<Piece>();
        Matcher time = TIME.matcher(text);
        int end = 0;
        while (time.find()) {
            pieces.add(new Text(text.substring(end, time.start()).getBytes(StandardCharsets.ISO_8859_1)));
            pieces.add(time(time));
            end = time.end();
        }
        pieces.add(new Text(text.substring(end).getBytes(StandardCharsets.ISO_8859_1)));
        return pieces;
    }

    private static Piece time(Matcher time) {
        if (time.group("epoch") != null) {
            return new Epoch(Long.parseLong(time.group("epoch")));
        }
        int second = Integer.parseInt(time.group("hour")) * 3600
                + Integer.parseInt(time.group("minute")) * 60
                + Integer.parseInt(time.group("second"));
        String date = time.group("date");
        return date == null
                ? new Time(second, false, "")
                : new Time(LocalDate.parse(date).toEpochDay() * DAY + second, true, time.group("gap"));
    }

    /// From the first time to the last, and a second more; an hour at most, because some samples were put together.
    private static long duration(List<Piece> pieces) {
        long[] seconds = pieces.stream()
                .mapToLong(piece -> switch (piece) {
                    case Time time -> time.seconds;
                    case Epoch epoch -> epoch.seconds;
                    case Text _ -> -1;
                })
                .filter(second -> second >= 0)
                .toArray();
        if (seconds.length == 0) {
            return 0;
        }
        return Math.clamp(seconds[seconds.length - 1] - seconds[0] + 1, 1, 3600);
    }

    private static long repeatCapture(byte[] sample, long bytes, OutputStream out) throws IOException {
        var fields = ByteBuffer.wrap(sample).order(ByteOrder.LITTLE_ENDIAN);
        var records = new ArrayList<Integer>();
        int at = 24;
        while (at + 16 <= sample.length && at + 16 + fields.getInt(at + 8) <= sample.length) {
            records.add(at);
            at += 16 + fields.getInt(at + 8);
        }
        long[] seconds = records.stream().mapToLong(fields::getInt).toArray();
        long duration = seconds[seconds.length - 1] - seconds[0] + 1;
        long times = Math.ceilDiv(bytes, at - 24);
        out.write(sample, 0, 24);
        var head = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        for (long i = 0; i < times; i++) {
            for (int record : records) {
                out.write(head.putInt(0, (int) (fields.getInt(record) + i * duration)).array());
                out.write(sample, record + 4, 12 + fields.getInt(record + 8));
            }
        }
        return times * records.size();
    }
}
