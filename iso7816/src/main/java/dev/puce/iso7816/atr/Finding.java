package dev.puce.iso7816.atr;

/// Something about an ATR that the standard does not allow, reserves, or no longer uses.
///
/// @param severity how much it matters
/// @param offset   place of the byte concerned, TS has 0; the length of the ATR for what is missing at its end
/// @param message  what was found and what is expected, a sentence without full stop
/// @param clause   where the standard says so
public record Finding(Severity severity, int offset, String message, String clause) {
    /// How much a finding matters.
    public enum Severity {
        /// The ATR is not what the standard says; a reader may refuse the card.
        ERROR,
        /// Reserved or contradictory values; a reader copes, but two readers may cope differently.
        WARNING,
        /// Allowed, but worth knowing: deprecated or undefined content.
        NOTE;

        /// The name in lower case.
        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
