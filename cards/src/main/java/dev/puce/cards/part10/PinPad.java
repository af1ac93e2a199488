package dev.puce.cards.part10;

import dev.puce.cards.Card;
import dev.puce.cards.apdu.TransmissionException;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Feature;
import java.util.Optional;

/// A reader's own PIN pad: the PIN is entered there and goes to the card without getting into the computer.
///
///     PinPad pinPad = card.pinPad().orElseThrow();
///     ResponseApdu answer = pinPad.verify(PinVerify.ascii(0x80, PinEntry.digits(4, 8)));
///
/// The answer is the card's, or the reader's with one of the status words named here. Both methods wait for the
/// person; as thread-safe as the card.
public final class PinPad {
    /// The time for the entry is over.
    public static final int TIMED_OUT = 0x6400;

    /// The person pressed the cancel key.
    public static final int CANCELLED = 0x6401;

    /// New PIN and its repetition differ.
    public static final int MISMATCH = 0x6402;

    /// The PIN is too short or too long.
    public static final int WRONG_SIZE = 0x6403;

    /// The reader does not understand the structure.
    public static final int INVALID_STRUCTURE = 0x6B80;

    private final Card card;
    private final ReaderFeatures features;

    private PinPad(Card card, ReaderFeatures features) {
        this.card = card;
        this.features = features;
    }

    /// The reader's PIN pad, if it has one that takes the order as a whole (`FEATURE_VERIFY_PIN_DIRECT`,
    /// `FEATURE_MODIFY_PIN_DIRECT`); those that want start and finish apart are for [Card#control].
    public static Optional<PinPad> of(Card card) {
        ReaderFeatures features = card.features();
        return features.has(Feature.VERIFY_PIN_DIRECT) || features.has(Feature.MODIFY_PIN_DIRECT)
                ? Optional.of(new PinPad(card, features))
                : Optional.empty();
    }

    /// Lets somebody enter a PIN and gives it to the card.
    ///
    /// @return the status word, for example 9000 or 63CX
    /// @throws UnsupportedOperationException if the reader cannot
    /// @throws TransmissionException if it answers without a status word
    public ResponseApdu verify(PinVerify order) {
        return run(Feature.VERIFY_PIN_DIRECT, order.encode());
    }

    /// Lets somebody enter old and new PIN and gives them to the card.
    ///
    /// @return the status word
    /// @throws UnsupportedOperationException if the reader cannot
    /// @throws TransmissionException if it answers without a status word
    public ResponseApdu modify(PinModify order) {
        return run(Feature.MODIFY_PIN_DIRECT, order.encode());
    }

    /// What the reader can do.
    public ReaderFeatures features() {
        return features;
    }

    private ResponseApdu run(Feature feature, Bytes order) {
        ControlCode code = features.code(feature)
                .orElseThrow(() ->
                        new UnsupportedOperationException("the reader \"" + card.reader() + "\" has no " + feature));
        Bytes answer = card.control(code, order);
        return ResponseApdu.tryParse(answer)
                .orElseThrow(() -> new TransmissionException("the reader \"" + card.reader() + "\" answered " + feature
                        + " with " + answer.length() + " bytes, too few for a status word"));
    }
}
