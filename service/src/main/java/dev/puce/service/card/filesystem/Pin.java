package dev.puce.service.card.filesystem;

import dev.puce.iso7816.Bytes;
import java.util.OptionalInt;

/// A PIN or password and its retry counter, which survive power-off. The [FileSystemSession] holds the
/// verification state.
final class Pin {
    private final int reference;
    private final int maxTries;
    private final int paddedLength;
    private final OptionalInt unblockedBy;
    private Bytes value;
    private int triesLeft;

    /// Makes a PIN.
    ///
    /// @param reference    P2 of VERIFY, 0 to 255
    /// @param value        value without padding
    /// @param maxTries     retry counter after success, 1 to 15
    /// @param paddedLength length in commands, padded with FF; 0: the length of the value, without padding
    /// @param unblockedBy  reference of the PIN that resets the counter
    Pin(int reference, Bytes value, int maxTries, int paddedLength, OptionalInt unblockedBy) {
        this.reference = reference;
        this.value = value;
        this.maxTries = maxTries;
        this.paddedLength = paddedLength;
        this.unblockedBy = unblockedBy;
        this.triesLeft = maxTries;
    }

    int reference() {
        return reference;
    }

    OptionalInt unblockedBy() {
        return unblockedBy;
    }

    int triesLeft() {
        return triesLeft;
    }

    boolean isBlocked() {
        return triesLeft == 0;
    }

    /// Returns the length of the PIN in a command, in bytes.
    int lengthInCommand() {
        return paddedLength > 0 ? paddedLength : value.length();
    }

    /// Compares a value and updates the counter. A blocked PIN never matches.
    boolean verify(Bytes attempt) {
        if (isBlocked()) {
            return false;
        }
        if (withoutPadding(attempt).equals(value)) {
            triesLeft = maxTries;
            return true;
        }
        triesLeft--;
        return false;
    }

    void change(Bytes newValue) {
        value = withoutPadding(newValue);
    }

    void unblock() {
        triesLeft = maxTries;
    }

    /// Returns whether a new value has a valid length.
    boolean accepts(Bytes newValue) {
        int length = withoutPadding(newValue).length();
        return length > 0 && (paddedLength == 0 || newValue.length() == paddedLength);
    }

    private Bytes withoutPadding(Bytes padded) {
        int end = padded.length();
        while (paddedLength > 0 && end > 0 && padded.get(end - 1) == 0xFF) {
            end--;
        }
        return padded.slice(0, end);
    }
}
