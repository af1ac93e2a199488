package dev.puce.service.reader;

import java.util.Objects;

/// A PIN pad and the behaviour of the cardholder at it.
///
/// @param pin          digits typed as the (old) PIN
/// @param newPin       digits typed as the new PIN
/// @param confirmation digits typed to confirm the new PIN
/// @param behaviour    reaction to a PIN request
public record VirtualPinPad(String pin, String newPin, String confirmation, Behaviour behaviour) {
    /// Reaction of the cardholder to a PIN request.
    public enum Behaviour {
        /// Types the configured digits.
        TYPES,
        /// Presses the cancel key.
        CANCELS,
        /// Waits until the reader's timeout.
        WAITS
    }

    public VirtualPinPad {
        Objects.requireNonNull(behaviour, "behaviour");
        requireDigits(pin);
        requireDigits(newPin);
        requireDigits(confirmation);
    }

    /// Types this PIN, also as a new PIN.
    public static VirtualPinPad typing(String pin) {
        return new VirtualPinPad(pin, pin, pin, Behaviour.TYPES);
    }

    /// Returns this PIN pad with a new PIN, which the cardholder confirms correctly.
    public VirtualPinPad changingTo(String newPin) {
        return new VirtualPinPad(pin, newPin, newPin, behaviour);
    }

    private static void requireDigits(String digits) {
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("a PIN for a PIN pad contains other characters than digits");
        }
    }

    /// Returns only the behaviour, because the digits are secret.
    @Override
    public String toString() {
        return "VirtualPinPad[" + behaviour + "]";
    }
}
