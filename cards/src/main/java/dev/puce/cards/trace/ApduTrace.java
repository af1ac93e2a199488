package dev.puce.cards.trace;

import dev.puce.cards.apdu.Interceptor;
import dev.puce.cards.apdu.Transmitter;
import dev.puce.iso7816.ApduDescription;
import dev.puce.iso7816.Bytes;
import java.util.Objects;
import java.util.function.Consumer;

/// Interceptor that prints commands and responses as text, with their duration.
///
///     card.with(ApduTrace.hex(System.err::println))
///     > 00 A4 04 00 07 A0 00 00 00 03 10 10
///     < 6A 82  (2.3 ms)
///
/// The output may contain secrets: a PIN is part of a command's data. [Style#DECODED] and [Style#LINE] print no
/// command data.
///
/// @param style form of the output
/// @param sink  receives each line
public record ApduTrace(Style style, Consumer<String> sink) implements Interceptor {
    /// Form of the output.
    public enum Style {
        /// One line per command and response, decoded: `SELECT by name A0000000031010 -> 6A82 file not found (2.3
        /// ms)`.
        LINE,
        /// Separate lines for command and response, in hex.
        HEX,
        /// Separate lines for command and response, decoded.
        DECODED
    }

    public ApduTrace {
        Objects.requireNonNull(style);
        Objects.requireNonNull(sink);
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
        switch (style) {
            case LINE -> {}
            case HEX -> sink.accept("> " + command);
            case DECODED -> sink.accept("> " + ApduDescription.of(command));
        }
        long start = System.nanoTime();
        try {
            Bytes answer = next.transmit(command);
            sink.accept(end(command, answer, System.nanoTime() - start));
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
