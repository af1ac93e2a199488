package dev.puce.pcsc;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// A control code of SCardControl, in the platform's numbering.
///
/// Drivers use the same function numbers on all platforms. The platforms encode them differently: pcsc-lite and
/// macOS add 0x42000000, Windows shifts them into an I/O control code of device type 0x31.
/// [Pcsc#controlCode(int)] encodes for the current platform.
///
/// @param value the number in the C API
public record ControlCode(int value) {
    private static final int PCSC_LITE_BASE = 0x42000000;
    private static final int WINDOWS_BASE = 0x31 << 16;

    /// Function number of `CM_IOCTL_GET_FEATURE_REQUEST`, which lists the reader's features of PC/SC part 10.
    public static final int GET_FEATURE_REQUEST = 3400;

    /// Encodes a function number with `SCARD_CTL_CODE` of pcsc-lite and macOS.
    ///
    /// @param function number of the driver's function
    public static ControlCode pcscLite(int function) {
        return new ControlCode(PCSC_LITE_BASE + function);
    }

    /// Encodes a function number with `SCARD_CTL_CODE` of Windows: `CTL_CODE(FILE_DEVICE_SMARTCARD, function,
    /// METHOD_BUFFERED, FILE_ANY_ACCESS)`.
    ///
    /// @param function number of the driver's function, 0 to 4095
    /// @throws IllegalArgumentException if the number is outside this range
    public static ControlCode windows(int function) {
        if (function < 0 || function > 0xFFF) {
            throw new IllegalArgumentException("control function is " + function + ", outside 0 to 4095");
        }
        return new ControlCode(WINDOWS_BASE | (function << 2));
    }

    /// Returns the number of the driver's function, if the code follows one of the two encodings.
    public OptionalInt function() {
        if (value >>> 24 == PCSC_LITE_BASE >>> 24) {
            return OptionalInt.of(value & 0xFFFFFF);
        }
        if ((value & 0xFFFFC003) == WINDOWS_BASE) {
            return OptionalInt.of((value & 0x3FFF) >>> 2);
        }
        return OptionalInt.empty();
    }

    /// Returns the name in C, if the function has one: `CM_IOCTL_GET_FEATURE_REQUEST`.
    public Optional<String> symbol() {
        OptionalInt function = function();
        return function.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(Functions.BY_NUMBER.get(function.getAsInt()))
                        .map(NameTable.Row::symbol);
    }

    /// Returns name and number, or only the number: `CM_IOCTL_GET_FEATURE_REQUEST (0x42000D48)`.
    @Override
    public String toString() {
        String hex = "0x%08X".formatted(value);
        return symbol().map(name -> name + " (" + hex + ")").orElse(hex);
    }

    /// Loaded lazily.
    private static final class Functions {
        static final Map<Integer, NameTable.Row> BY_NUMBER = NameTable.load("control-functions.tsv");
    }
}
