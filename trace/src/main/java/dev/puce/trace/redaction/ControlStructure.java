package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;

/// A control structure of PC/SC part 10, a row of `features.tsv`.
///
/// @param tag             tag of its feature
/// @param secretAt        position of the first secret byte; [#INSIDE] or [#ANSWER]
/// @param least           length of the shortest structure with a secret
/// @param commandAt       position of a command inside; -1 if there is none
/// @param hasPublicAnswer whether the driver's answer never repeats a secret
record ControlStructure(int tag, int secretAt, int least, int commandAt, boolean hasPublicAnswer) {
    /// Only a command inside may be secret.
    private static final int INSIDE = -1;

    /// The driver's answer is secret.
    private static final int ANSWER = -2;

    static ControlStructure of(String line) {
        var cells = line.split("\t", -1);
        return new ControlStructure(
                Integer.parseInt(cells[0], 16),
                switch (cells[1]) {
                    case "inside" -> INSIDE;
                    case "answer" -> ANSWER;
                    default -> Integer.parseInt(cells[1]);
                },
                Integer.parseInt(cells[2]),
                cells[3].equals("-") ? -1 : Integer.parseInt(cells[3]),
                cells[4].equals("public"));
    }

    /// Whether the answer is secret whatever was sent.
    boolean hidesAnswer() {
        return secretAt == ANSWER;
    }

    /// The command for the card in a structure; empty without one.
    Bytes command(Bytes sent) {
        return secretAt == INSIDE && sent.length() >= commandAt + Frame.HEADER ? sent.from(commandAt) : Bytes.EMPTY;
    }

    /// Where the secret in the structure begins.
    Cut cut(Bytes sent, CardSecrets card) {
        if (secretAt == ANSWER || sent.length() < least) {
            return Cut.NONE;
        }
        if (secretAt == INSIDE) {
            return card.inner(sent.from(commandAt)).shifted(commandAt);
        }
        if (commandAt < 0) {
            return new Cut(secretAt, secretAt);
        }
        int atLength = sent.length() > commandAt + Frame.HEADER
                ? commandAt + Frame.cut(sent.from(commandAt)).atLength()
                : Math.min(commandAt, sent.length());
        return new Cut(secretAt, atLength);
    }
}
