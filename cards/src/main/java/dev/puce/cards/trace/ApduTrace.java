package dev.puce.cards.trace;

import dev.puce.cards.apdu.Interceptor;
import dev.puce.cards.apdu.Transmitter;
import dev.puce.iso7816.ApduDescription;
import dev.puce.iso7816.Bytes;
import java.util.Objects;
import java.util.function.Consumer;

/// Shows commands and answers as text, with the time that each took.
///
///     card.with(ApduTrace.hex(System.err::println))
///     > 00 A4 04 00 07 A0 00 00 00 03 10 10
///     < 6A 82  (2.3 ms)
///
/// What is shown may be secret: a PIN travels as data of a command. [Style#DECODED] and [Style#LINE] show no
/// data of commands.
///
/// @param style how
/// @param sink  where, a line at a time
public record ApduTrace(Style style, Consumer<String> sink) implements Interceptor {
    /// How commands and answers are shown.
    public enum Style {
        /// One line for both, in words: `SELECT by name A0000000031010 -> 6A82 file not found (2.3 ms)`.
        LINE,
        /// A line for each, in hex.
        HEX,
        /// A line for each, in words.
        DECODED
    }

    public ApduTrace {
        Objects.requireNonNull(style);
        Objects.requireNonNull(sink);
    }

    /// One line for both, in words.
    public static ApduTrace line(Consumer<String> sink) {
        return new ApduTrace(Style.LINE, sink);
    }

    /// A line for each, in hex.
    public static ApduTrace hex(Consumer<String> sink) {
        return new ApduTrace(Style.HEX, sink);
    }

    /// A line for each, in words.
    public static ApduTrace decoded(Consumer<String> sink) {
        return new ApduTrace(Style.DECODED, sink);
    }

    @Override
    public Bytes intercept(Bytes command, Transmitter next) {
        switch (style) {
            case LINE -> {}
            case HEX -> sink.accept("> " + command);
            case DECODED -> sink.accept("> " + ApduDescription.of(command));
        }
        long begin = System.nanoTime();
        try {
            Bytes answer = next.transmit(command);
            sink.accept(end(command, answer, System.nanoTime() - begin));
            return answer;
        } catch (RuntimeException e) {
            String which = style == Style.LINE ? ApduDescription.of(command) + " -> " : "< ";
            sink.accept(which + e.getMessage());
            throw e;
        }
    }

    private String end(Bytes command, Bytes answer, long nanos) {
        String time = "  (%.1f ms)".formatted(nanos / 1e6);
        return switch (style) {
            case LINE -> ApduDescription.of(command) + " -> " + ApduDescription.ofResponse(answer) + time;
            case HEX -> "< " + answer + time;
            case DECODED -> "< " + ApduDescription.ofResponse(answer) + time;
        };
    }
}
