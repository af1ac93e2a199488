package dev.puce.iso7816.atr;

/// A property of an ATR that the standard forbids, reserves or deprecates.
///
/// @param severity the severity
/// @param offset   offset of the byte concerned, 0 for TS; the length of the ATR for missing bytes at its end
/// @param message  found and expected value, a sentence without a full stop
/// @param clause   clause of the standard
public record Finding(Severity severity, int offset, String message, String clause) {
    /// Severity of a finding.
    public enum Severity {
        /// The ATR violates the standard; a reader may refuse the card.
        ERROR,
        /// Reserved or contradictory values; readers may handle them differently.
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
