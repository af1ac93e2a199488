package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;

/// A header of T=0 that a program sent alone. Its data may follow in the next call (ISO/IEC 7816-3, 10.3.2).
final class HeaderAlone {
    private Bytes header = Bytes.EMPTY;
    private boolean isSecret;
    private boolean isDataExpected; // the card sent a procedure byte
    private boolean isUnanswered; // the response is unknown, and so is the nature of the next bytes

    /// There is no header any more.
    void forget() {
        header = Bytes.EMPTY;
        isDataExpected = false;
        isUnanswered = false;
    }

    /// A header was sent.
    ///
    /// @param secret whether all data after it are secret
    void sent(Bytes bytes, boolean secret) {
        header = bytes;
        isSecret = secret;
    }

    /// Whether data may follow, so that the next bytes are not a command.
    boolean awaitsData() {
        return isDataExpected || isUnanswered;
    }

    /// Whether all data after the header are secret.
    boolean isSecret() {
        return isSecret;
    }

    int ins() {
        return header.get(1);
    }

    int cla() {
        return header.get(0);
    }

    int length() {
        return header.length();
    }

    /// The whole command.
    Bytes with(Bytes data) {
        return header.plus(data);
    }

    /// Continues the header that was sent through another handle.
    void continueThat(HeaderAlone other) {
        header = other.header;
        isSecret = other.isSecret;
        isDataExpected = other.isDataExpected;
        isUnanswered = true;
    }

    /// Whether the next bytes are the header's data. If the header itself does not tell that they are secret, they have
    /// its length, and are secret together with it.
    boolean isContinuedBy(Bytes bytes, Selection selection) {
        if (isDataExpected) {
            return true;
        }
        return isUnanswered
                && !Frame.isCommand(bytes)
                && (isSecret || (fits(bytes) && SecretTable.find(with(bytes), selection) != null));
    }

    /// Whether the response is secret if bytes that look like a command are the data of this header.
    boolean hidesAnswerWith(Bytes bytes, Selection selection) {
        var rule = isUnanswered && fits(bytes) ? SecretTable.find(with(bytes), selection) : null;
        return rule != null && rule.hides() == Hides.ANSWER;
    }

    private boolean fits(Bytes bytes) {
        return bytes.length() == header.get(Frame.HEADER);
    }

    /// The card answered.
    ///
    /// @return whether it sent a procedure byte or another single byte, and its response is still to come
    boolean isGoingOn(Bytes response) {
        if (response.isEmpty()) {
            isUnanswered |= !header.isEmpty();
            return true;
        }
        if (!header.isEmpty() && response.length() == 1) {
            isDataExpected |= isProcedureByte(response.get(0), ins());
            isUnanswered = false;
            return true;
        }
        forget();
        return false;
    }

    /// ISO/IEC 7816-3, 10.3.3: NULL, or INS as it is or inverted.
    private static boolean isProcedureByte(int b, int ins) {
        return b == 0x60 || b == ins || b == (ins ^ 0xFF);
    }
}
