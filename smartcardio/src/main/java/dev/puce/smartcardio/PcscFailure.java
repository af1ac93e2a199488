package dev.puce.smartcardio;

import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.ReturnCode;
import javax.smartcardio.CardException;
import javax.smartcardio.CardNotPresentException;

/// A [CardException] that knows the return code of PC/SC.
///
///     catch (CardException e) {
///         if (e instanceof PcscFailure failure && failure.code().equals(ReturnCode.SHARING_VIOLATION)) ...
///
/// The message says what was attempted, what came back, and what to do.
public sealed interface PcscFailure {
    /// The return code.
    ReturnCode code();

    /// The card is not there (any more) where that is what the code says, otherwise some failure.
    static CardException of(PcscException e) {
        boolean absent = e.code().equals(ReturnCode.NO_SMARTCARD) || e.code().equals(ReturnCode.REMOVED_CARD);
        return absent ? new CardAbsent(e) : new Failed(e);
    }

    /// Any failure.
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

    /// The card is not there (any more).
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
