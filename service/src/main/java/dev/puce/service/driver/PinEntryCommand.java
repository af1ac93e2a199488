package dev.puce.service.driver;

import dev.puce.iso7816.Bytes;
import dev.puce.service.reader.VirtualPinPad;
import java.util.Optional;

/// A PIN entry at a PIN pad: the application's `PIN_VERIFY_STRUCTURE` or `PIN_MODIFY_STRUCTURE` (PC/SC part 10,
/// 2.5.2 and 2.5.3), from which the reader makes the command APDU.
///
/// @param operation         verify or modify
/// @param format            position and encoding of the digits in the command
/// @param insertionOffset   bytes of the data field before the (old) PIN
/// @param insertionOffsetNew bytes of the data field before the new PIN
/// @param longest           maximum number of digits that the reader accepts
/// @param shortest          minimum number of digits that the reader accepts
/// @param confirm           bit 0: the person types the new PIN twice, bit 1: the person types the old PIN too
/// @param template          the command, with padding in place of the PIN
record PinEntryCommand(
        Operation operation,
        PinFormat format,
        int insertionOffset,
        int insertionOffsetNew,
        int longest,
        int shortest,
        int confirm,
        Bytes template) {
    /// Minimum and maximum number of digits of a PIN, as in the reader's properties.
    static final int SHORTEST = 4;

    static final int LONGEST = 16;

    private static final int CONFIRM_NEW = 0x01;
    private static final int ASK_OLD = 0x02;

    private static final Bytes TIMED_OUT = Bytes.of(0x64, 0x00);
    private static final Bytes CANCELLED = Bytes.of(0x64, 0x01);
    private static final Bytes DIFFERENT = Bytes.of(0x64, 0x02);
    private static final Bytes WRONG_LENGTH = Bytes.of(0x64, 0x03);

    /// Operation with the PIN.
    enum Operation {
        /// `PIN_VERIFY_STRUCTURE`: the number of digits is at offset 5, the command at offset 19.
        VERIFY(5, 19),
        /// `PIN_MODIFY_STRUCTURE`: the two insertion offsets start at 5, the number of digits at 7, the command at
        /// 24.
        MODIFY(7, 24);

        private final int digitsOffset;
        private final int headerLength;

        Operation(int digitsOffset, int headerLength) {
            this.digitsOffset = digitsOffset;
            this.headerLength = headerLength;
        }
    }

    /// Parses the structure; empty if its lengths do not fit or the command is too short.
    static Optional<PinEntryCommand> parse(Operation operation, Bytes structure) {
        int header = operation.headerLength;
        if (structure.length() < header + 4 || littleEndian(structure, header - 4) != structure.length() - header) {
            return Optional.empty();
        }
        boolean modify = operation == Operation.MODIFY;
        return Optional.of(new PinEntryCommand(
                operation,
                new PinFormat(structure.get(2), structure.get(3), structure.get(4)),
                modify ? structure.get(5) : 0,
                modify ? structure.get(6) : 0,
                structure.get(operation.digitsOffset),
                structure.get(operation.digitsOffset + 1),
                modify ? structure.get(9) : ASK_OLD,
                structure.from(header)));
    }

    private static long littleEndian(Bytes bytes, int offset) {
        return bytes.get(offset)
                | (bytes.get(offset + 1) << 8)
                | (bytes.get(offset + 2) << 16)
                | ((long) bytes.get(offset + 3) << 24);
    }

    /// Returns the result at a PIN pad: a command for the card, or the reader's own status word.
    ControlResult at(VirtualPinPad pad) {
        return switch (pad.behaviour()) {
            case WAITS -> new ControlResult.Response(TIMED_OUT);
            case CANCELS -> new ControlResult.Response(CANCELLED);
            case TYPES -> typed(pad);
        };
    }

    private ControlResult typed(VirtualPinPad pad) {
        boolean asksOld = (confirm & ASK_OLD) != 0;
        Bytes command = template;
        if (asksOld) {
            if (isRefused(pad.pin())) {
                return new ControlResult.Response(WRONG_LENGTH);
            }
            command = format.insert(command, insertionOffset, pad.pin());
        }
        if (operation == Operation.MODIFY) {
            if (isRefused(pad.newPin())) {
                return new ControlResult.Response(WRONG_LENGTH);
            }
            if ((confirm & CONFIRM_NEW) != 0 && !pad.newPin().equals(pad.confirmation())) {
                return new ControlResult.Response(DIFFERENT);
            }
            command = format.insert(command, insertionOffsetNew, pad.newPin());
        }
        return new ControlResult.CardCommand(command);
    }

    private boolean isRefused(String digits) {
        return digits.length() < shortest || (longest != 0 && digits.length() > longest);
    }
}
