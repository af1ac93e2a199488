package dev.puce.cards.trace;

import dev.puce.cards.apdu.Interceptor;
import dev.puce.cards.apdu.Transmitter;
import dev.puce.decode.CardSession;
import dev.puce.decode.Line;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.Printable;
import java.util.Objects;
import java.util.function.Consumer;

/// Interceptor that prints commands and responses as text, with their duration.
///
///     card.with(ApduTrace.hex(System.err::println))
///     > 00 A4 04 00 07 A0 00 00 00 03 10 10
///     < 6A 82  (2.3 ms)
///
/// The words follow the application that the commands before have selected. [Style#HEX] may print secrets: a PIN is
/// part of a command's data. [Style#DECODED] and [Style#LINE] hide PINs and keys. Thread-safe.
public final class ApduTrace implements Interceptor {
    /// Form of the output.
    public enum Style {
        /// One line per command and response, decoded: `SELECT PIV -> 6A82 not found  (2.3 ms)`.
        LINE,
        /// Separate lines for command and response, in hex.
        HEX,
        /// Separate lines for command and response, decoded.
        DECODED
    }

    private final Style style;
    private final Consumer<String> sink;
    private final CardSession session = new CardSession();

    /// Number of the latest command, and whether the session waits for its answer.
    private long latest;

    private boolean waiting;

    /// Prints in a style.
    ///
    /// @param style form of the output
    /// @param sink  receives each line
    public ApduTrace(Style style, Consumer<String> sink) {
        this.style = Objects.requireNonNull(style);
        this.sink = Objects.requireNonNull(sink);
    }

    /// Prints one line per command and response, decoded.
    public static ApduTrace line(Consumer<String> sink) {
        return new ApduTrace(Style.LINE, sink);
    }

    /// Prints separate lines for command and response, in hex.
    public static ApduTrace hex(Consumer<String> sink) {
        return new ApduTrace(Style.HEX, sink);
    }

    /// Prints separate lines for command and response, decoded.
    public static ApduTrace decoded(Consumer<String> sink) {
        return new ApduTrace(Style.DECODED, sink);
    }

    @Override
    public Bytes intercept(Bytes command, Transmitter next) {
        long asked = ask(command);
        switch (style) {
            case LINE -> {}
            case HEX -> sink.accept("> " + command);
            case DECODED -> sink.accept("> " + Printable.of(words(command, asked)));
        }
        long start = System.nanoTime();
        try {
            Bytes answer = next.transmit(command);
            String time = "  (%.1f ms)".formatted((System.nanoTime() - start) / 1e6);
            sink.accept((style == Style.HEX ? "< " + answer : end(answer, explain(command, asked, answer))) + time);
            return answer;
        } catch (RuntimeException e) {
            sink.accept((style == Style.LINE ? Printable.of(words(command, asked)) + " -> " : "< ") + e.getMessage());
            throw e;
        }
    }

    private String end(Bytes answer, Line line) {
        return style == Style.LINE
                ? Printable.of(line.words()) + " -> " + line.status()
                : "< " + length(answer.length() - 2) + Printable.of(line.answer());
    }

    private static String length(int data) {
        return data <= 0 ? "" : data == 1 ? "1 byte, " : data + " bytes, ";
    }

    private synchronized long ask(Bytes command) {
        session.command(command);
        waiting = true;
        return ++latest;
    }

    private boolean isWaiting(long asked) {
        return waiting && asked == latest;
    }

    private synchronized String words(Bytes command, long asked) {
        return isWaiting(asked) ? session.unanswered().line().command() : CardSession.words(command, false);
    }

    /// Gives the session the answer. It gets the command again if another one came in between.
    private synchronized Line explain(Bytes command, long asked, Bytes answer) {
        if (!isWaiting(asked)) {
            session.command(command);
        }
        waiting = false;
        return session.response(answer).line();
    }
}
