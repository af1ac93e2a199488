package dev.puce.service.reader;

import java.util.Objects;

/// A PIN pad, and what the holder of the card does at it when asked.
///
/// @param pin          digits typed as the (old) PIN
/// @param newPin       digits typed as the new PIN
/// @param confirmation digits typed when the new PIN is to be repeated
/// @param behaviour    whether anything is typed at all
public record VirtualPinPad(String pin, String newPin, String confirmation, Behaviour behaviour) {
    /// What the holder does.
    public enum Behaviour {
        /// Types what was configured.
        TYPES,
        /// Presses the cancel key.
        CANCELS,
        /// Waits until the reader gives up.
        WAITS
    }

    public VirtualPinPad {
        Objects.requireNonNull(behaviour, "behaviour");
        requireDigits(pin);
        requireDigits(newPin);
        requireDigits(confirmation);
    }

    /// The holder types this PIN, and the same when asked for a new one.
    public static VirtualPinPad typing(String pin) {
        return new VirtualPinPad(pin, pin, pin, Behaviour.TYPES);
    }

    /// The holder changes the PIN to this one, and repeats it correctly.
    public VirtualPinPad changingTo(String newPin) {
        return new VirtualPinPad(pin, newPin, newPin, behaviour);
    }

    private static void requireDigits(String digits) {
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("a PIN pad has no keys for anything but digits");
        }
    }

    /// The digits stay secret.
    @Override
    public String toString() {
        return "VirtualPinPad[" + behaviour + "]";
    }
}
