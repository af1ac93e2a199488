package dev.puce.smartcardio;

import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.ReturnCode;
import javax.smartcardio.CardException;
import javax.smartcardio.CardNotPresentException;

/// A [CardException] with the return code of PC/SC.
///
///     catch (CardException e) {
///         if (e instanceof PcscFailure failure && failure.code().equals(ReturnCode.SHARING_VIOLATION)) ...
///
/// The message states the action, the return code and the remedy.
public sealed interface PcscFailure {
    /// Returns the return code.
    ReturnCode code();

    /// Converts a PC/SC exception: to [CardAbsent] if its code means that the card is absent, otherwise to
    /// [Failed].
    static CardException of(PcscException e) {
        boolean absent = e.code().equals(ReturnCode.NO_SMARTCARD) || e.code().equals(ReturnCode.REMOVED_CARD);
        return absent ? new CardAbsent(e) : new Failed(e);
    }

    /// Any other failure.
    final class Failed extends CardException implements PcscFailure {
        private static final long serialVersionUID = 1L;

        private final int code;

        private Failed(PcscException cause) {
            super(cause.getMessage(), cause);
            this.code = cause.code().value();
        }

        @Override
        public ReturnCode code() {
            return new ReturnCode(code);
        }
    }

    /// The card is absent or was removed.
    final class CardAbsent extends CardNotPresentException implements PcscFailure {
        private static final long serialVersionUID = 1L;

        private final int code;

        private CardAbsent(PcscException cause) {
            super(cause.getMessage(), cause);
            this.code = cause.code().value();
        }

        @Override
        public ReturnCode code() {
            return new ReturnCode(code);
        }
    }
}
