package dev.puce.iso7816;

import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;

/// The status word SW1-SW2 at the end of a card's response (ISO/IEC 7816-4:2020, 5.6). Values other than 9000 are
/// results, not exceptions. Unknown values keep their number.
///
/// @param value SW1 is the high byte, 0 to 0xFFFF
public record StatusWord(int value) {
    /// The kinds of outcome (ISO/IEC 7816-4:2020, table 5).
    public enum Category {
        /// 9000 and 61XX: the card executed the command.
        NORMAL,
        /// 62XX and 63XX: the card executed the command with a warning.
        WARNING,
        /// 64XX to 66XX: the execution failed.
        EXECUTION_ERROR,
        /// 67XX to 6FXX: the card refused the command.
        CHECKING_ERROR,
        /// 9XXX except 9000: defined by applications.
        PROPRIETARY,
        /// Not a status word by the standard.
        INVALID
    }

    /// 9000: done.
    public static final StatusWord OK = new StatusWord(0x9000);

    /// 6283: the selected file is deactivated.
    public static final StatusWord FILE_DEACTIVATED = new StatusWord(0x6283);

    /// 6282: end of the file or record reached before Ne bytes, or unsuccessful search.
    public static final StatusWord END_OF_FILE = new StatusWord(0x6282);

    /// 6F00: internal error of the card, without a reason.
    public static final StatusWord NO_INFORMATION_GIVEN = new StatusWord(0x6F00);

    /// 6700: wrong length.
    public static final StatusWord WRONG_LENGTH = new StatusWord(0x6700);

    /// 6881: logical channel not supported.
    public static final StatusWord CHANNEL_NOT_SUPPORTED = new StatusWord(0x6881);

    /// 6882: secure messaging not supported.
    public static final StatusWord SECURE_MESSAGING_NOT_SUPPORTED = new StatusWord(0x6882);

    /// 6883: the last command of the chain was expected.
    public static final StatusWord LAST_OF_CHAIN_EXPECTED = new StatusWord(0x6883);

    /// 6884: command chaining not supported.
    public static final StatusWord CHAINING_NOT_SUPPORTED = new StatusWord(0x6884);

    /// 6981: command does not fit the structure of the file.
    public static final StatusWord INCOMPATIBLE_FILE = new StatusWord(0x6981);

    /// 6982: security status not satisfied: authenticate first.
    public static final StatusWord SECURITY_NOT_SATISFIED = new StatusWord(0x6982);

    /// 6983: authentication method blocked: no tries left.
    public static final StatusWord AUTHENTICATION_BLOCKED = new StatusWord(0x6983);

    /// 6985: conditions of use not satisfied.
    public static final StatusWord CONDITIONS_NOT_SATISFIED = new StatusWord(0x6985);

    /// 6986: command not allowed: no file is selected.
    public static final StatusWord NO_CURRENT_FILE = new StatusWord(0x6986);

    /// 6A80: wrong parameters in the data field.
    public static final StatusWord WRONG_DATA = new StatusWord(0x6A80);

    /// 6A81: function not supported.
    public static final StatusWord FUNCTION_NOT_SUPPORTED = new StatusWord(0x6A81);

    /// 6A82: file or application not found.
    public static final StatusWord FILE_NOT_FOUND = new StatusWord(0x6A82);

    /// 6A83: record not found.
    public static final StatusWord RECORD_NOT_FOUND = new StatusWord(0x6A83);

    /// 6A84: not enough room in the file.
    public static final StatusWord NO_ROOM = new StatusWord(0x6A84);

    /// 6A86: wrong parameters P1 P2.
    public static final StatusWord WRONG_P1_P2 = new StatusWord(0x6A86);

    /// 6A88: referenced data or key not found.
    public static final StatusWord REFERENCE_NOT_FOUND = new StatusWord(0x6A88);

    /// 6B00: wrong parameters P1 P2, such as an offset outside the file.
    public static final StatusWord WRONG_OFFSET = new StatusWord(0x6B00);

    /// 6D00: instruction not supported or invalid.
    public static final StatusWord INSTRUCTION_NOT_SUPPORTED = new StatusWord(0x6D00);

    /// 6E00: class not supported.
    public static final StatusWord CLASS_NOT_SUPPORTED = new StatusWord(0x6E00);

    public StatusWord {
        if (value < 0 || value > 0xFFFF) {
            throw new IllegalArgumentException("status word is " + value + ", outside 0 to 65535");
        }
    }

    /// Combines SW1 and SW2.
    public static StatusWord of(int sw1, int sw2) {
        return new StatusWord(((sw1 & 0xFF) << 8) | (sw2 & 0xFF));
    }

    /// 61XX: more data can be fetched with GET RESPONSE.
    ///
    /// @param count number of bytes; 256 and more are encoded as 00
    public static StatusWord moreAvailable(int count) {
        return of(0x61, Math.min(count, 256));
    }

    /// 6CXX: Le was wrong.
    ///
    /// @param ne the correct Ne, 1 to 256
    public static StatusWord wrongLe(int ne) {
        return of(0x6C, ne);
    }

    /// 63CX: the verification failed.
    ///
    /// @param left remaining tries, 0 to 15
    public static StatusWord triesLeft(int left) {
        return of(0x63, 0xC0 | Math.min(left, 15));
    }

    /// First byte.
    public int sw1() {
        return value >> 8;
    }

    /// Second byte.
    public int sw2() {
        return value & 0xFF;
    }

    /// Returns whether it is 9000: executed without a warning.
    public boolean isOk() {
        return value == 0x9000;
    }

    /// Returns the kind of outcome.
    public Category category() {
        if (value == 0x9000) {
            return Category.NORMAL;
        }
        return switch (sw1()) {
            case 0x61 -> Category.NORMAL;
            case 0x62, 0x63 -> Category.WARNING;
            case 0x64, 0x65, 0x66 -> Category.EXECUTION_ERROR;
            case 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F -> Category.CHECKING_ERROR;
            default -> sw1() >> 4 == 9 ? Category.PROPRIETARY : Category.INVALID;
        };
    }

    /// Returns the number of bytes that GET RESPONSE can fetch (61XX), 1 to 256; 256 means "256 or more".
    public OptionalInt bytesAvailable() {
        return sw1() == 0x61 ? OptionalInt.of(sw2() == 0 ? 256 : sw2()) : OptionalInt.empty();
    }

    /// Returns the Ne for repeating the command (6CXX), 1 to 256.
    public OptionalInt rightNe() {
        return sw1() == 0x6C ? OptionalInt.of(sw2() == 0 ? 256 : sw2()) : OptionalInt.empty();
    }

    /// Returns the remaining tries, 0 to 15 (63CX; 6983 means 0).
    public OptionalInt triesLeft() {
        if (value == AUTHENTICATION_BLOCKED.value) {
            return OptionalInt.of(0);
        }
        return (value & 0xFFF0) == 0x63C0 ? OptionalInt.of(value & 0x0F) : OptionalInt.empty();
    }

    /// Returns the meaning, as a sentence without a full stop; empty if unknown.
    public Optional<String> meaning() {
        return StatusWordTable.lookUp(value).map(row -> row.meaning(value));
    }

    /// Returns the status word with its meaning, if that is known: `9000 done`, `6A82 file or application not found`.
    public String describe() {
        return this + meaning().map(meaning -> " " + meaning).orElse("");
    }

    /// Returns the specification that defines the meaning: `ISO 7816-4`, `GlobalPlatform`.
    public Optional<String> source() {
        return StatusWordTable.lookUp(value).map(StatusWordTable.Row::source);
    }

    /// SW1 and SW2.
    public Bytes encode() {
        return Bytes.of(sw1(), sw2());
    }

    /// Four hex digits: `6A82`.
    @Override
    public String toString() {
        return HexFormat.of().withUpperCase().toHexDigits((short) value);
    }
}
