package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;

/// The parts of a chained command so far (ISO/IEC 7816-4:2020, 5.3.3).
///
/// @param ins      instruction byte
/// @param isSecret whether a part had a secret
/// @param answer   secrecy of the response
/// @param data     data of the parts, at most 65,535 bytes
record ChainParts(int ins, boolean isSecret, AnswerKind answer, Bytes data) {
    private static final int LONGEST = 0xFFFF;

    /// The data of the chain with those of one more part.
    Bytes with(Bytes command) {
        var more = Frame.data(command);
        return data.plus(more.slice(0, Math.min(more.length(), LONGEST - data.length())));
    }

    /// The chain and one more part as a single command in extended length.
    Bytes whole(Bytes part) {
        var all = with(part);
        return part.slice(0, Frame.HEADER)
                .plus(Bytes.of(0, all.length() >> 8, all.length() & 0xFF))
                .plus(all);
    }
}
