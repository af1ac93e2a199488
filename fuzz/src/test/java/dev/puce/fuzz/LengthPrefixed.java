package dev.puce.fuzz;

import dev.puce.iso7816.Bytes;
import java.util.ArrayList;
import java.util.List;

/// Messages in the input of a fuzzer, each with two bytes of length in front, which may announce too much.
final class LengthPrefixed {
    private LengthPrefixed() {}

    /// Cuts an input into messages.
    ///
    /// @param from position of the first length
    static List<Bytes> split(byte[] input, int from) {
        var messages = new ArrayList<Bytes>();
        int at = from;
        while (at + 1 < input.length) {
            int announced = (input[at] & 0xFF) << 8 | (input[at + 1] & 0xFF);
            int length = Math.min(announced, input.length - at - 2);
            messages.add(Bytes.copyOf(input, at + 2, length));
            at += 2 + length;
        }
        return messages;
    }

    /// Joins messages to the input of a fuzzer.
    ///
    /// @param first the byte before them
    static byte[] join(int first, List<Bytes> messages) {
        Bytes input = Bytes.of(first);
        for (Bytes message : messages) {
            input = input.plus(Bytes.of(message.length() >> 8, message.length() & 0xFF))
                    .plus(message);
        }
        return input.toArray();
    }
}
