package dev.puce.cards.part10;

import dev.puce.cards.apdu.TransmissionException;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Feature;
import java.util.Optional;

/// The PIN pad of a reader: the reader sends the entered PIN to the card without exposing it to the computer.
///
///     PinPad pinPad = card.pinPad().orElseThrow();
///     ResponseApdu answer = pinPad.verify(PinVerify.ascii(0x80, PinEntry.digits(4, 8)));
///
/// The response comes from the card, or from the reader with one of the status words below. Both methods wait for
/// the person. As thread-safe as the card.
public final class PinPad {
    /// The time for the entry has expired.
    public static final int TIMED_OUT = 0x6400;

    /// The person has pressed the cancel key.
    public static final int CANCELLED = 0x6401;

    /// The new PIN and its confirmation differ.
    public static final int MISMATCH = 0x6402;

    /// The PIN is too short or too long.
    public static final int WRONG_SIZE = 0x6403;

    /// The reader does not understand the structure.
    public static final int INVALID_STRUCTURE = 0x6B80;

    private final ControlConnection card;
    private final ReaderFeatures features;

    private PinPad(ControlConnection card, ReaderFeatures features) {
        this.card = card;
        this.features = features;
    }

    /// Returns the reader's PIN pad if it accepts complete requests (`FEATURE_VERIFY_PIN_DIRECT`,
    /// `FEATURE_MODIFY_PIN_DIRECT`). Readers with separate start and finish commands need
    /// [ControlConnection#control].
    public static Optional<PinPad> of(ControlConnection card) {
        ReaderFeatures features = ReaderFeatures.of(card);
        return features.has(Feature.VERIFY_PIN_DIRECT) || features.has(Feature.MODIFY_PIN_DIRECT)
                ? Optional.of(new PinPad(card, features))
                : Optional.empty();
    }

    /// Lets a person enter a PIN and sends it to the card.
    ///
    /// @return the status word, for example 9000 or 63CX
    /// @throws UnsupportedOperationException if the reader does not support this
    /// @throws TransmissionException if the response has no status word
    public ResponseApdu verify(PinVerify request) {
        return run(Feature.VERIFY_PIN_DIRECT, request.encode());
    }

    /// Lets a person enter the old and the new PIN and sends them to the card.
    ///
    /// @return the status word
    /// @throws UnsupportedOperationException if the reader does not support this
    /// @throws TransmissionException if the response has no status word
    public ResponseApdu modify(PinModify request) {
        return run(Feature.MODIFY_PIN_DIRECT, request.encode());
    }

    /// Returns the features of the reader.
    public ReaderFeatures features() {
        return features;
    }

    private ResponseApdu run(Feature feature, Bytes request) {
        ControlCode code = features.code(feature)
                .orElseThrow(() -> new UnsupportedOperationException(
                        "the reader \"" + card.reader() + "\" does not support " + feature));
        Bytes answer = card.control(code, request);
        return ResponseApdu.tryParse(answer)
                .orElseThrow(() -> new TransmissionException("the response of reader \"" + card.reader() + "\" to "
                        + feature + " has " + answer.length() + " bytes, too few for a status word"));
    }
}
