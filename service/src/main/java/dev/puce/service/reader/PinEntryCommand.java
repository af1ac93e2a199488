package dev.puce.service.reader;

import dev.puce.iso7816.Bytes;
import dev.puce.service.reader.ReaderControl.Reaction;
import java.util.Optional;

/// One entry of a PIN at a PIN pad: the application's `PIN_VERIFY_STRUCTURE` or `PIN_MODIFY_STRUCTURE` (PC/SC part 10,
/// 2.5.2 and 2.5.3), from which the reader makes the command APDU.
///
/// @param operation         verify or modify
/// @param format            where in the command the digits go, and how they are coded
/// @param insertionOffset   bytes of the data field in front of the (old) PIN
/// @param insertionOffsetNew bytes of the data field in front of the new PIN
/// @param longest           most digits that the reader accepts
/// @param shortest          fewest digits that the reader accepts
/// @param confirm           bit 0: the new PIN is typed twice, bit 1: the old PIN is typed too
/// @param template          the command, with padding where the PIN goes
record PinEntryCommand(
        Operation operation,
        PinFormat format,
        int insertionOffset,
        int insertionOffsetNew,
        int longest,
        int shortest,
        int confirm,
        Bytes template) {
    /// Fewest and most digits of a PIN, as the reader's properties tell them.
    static final int SHORTEST = 4;

    static final int LONGEST = 16;

    private static final int CONFIRM_NEW = 0x01;
    private static final int ASK_OLD = 0x02;

    private static final Bytes TIMED_OUT = Bytes.of(0x64, 0x00);
    private static final Bytes CANCELLED = Bytes.of(0x64, 0x01);
    private static final Bytes DIFFERENT = Bytes.of(0x64, 0x02);
    private static final Bytes WRONG_LENGTH = Bytes.of(0x64, 0x03);

    /// What is done with the PIN.
    enum Operation {
        /// `PIN_VERIFY_STRUCTURE`: the number of digits is at 5, the command behind 19 bytes.
        VERIFY(5, 19),
        /// `PIN_MODIFY_STRUCTURE`: two insertion offsets at 5, the number of digits at 7, the command behind 24.
        MODIFY(7, 24);

        private final int digitsAt;
        private final int headerLength;

        Operation(int digitsAt, int headerLength) {
            this.digitsAt = digitsAt;
            this.headerLength = headerLength;
        }
    }

    /// Reads the structure; empty if its lengths do not fit, or the command is none.
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
                structure.get(operation.digitsAt),
                structure.get(operation.digitsAt + 1),
                modify ? structure.get(9) : ASK_OLD,
                structure.from(header)));
    }

    private static long littleEndian(Bytes bytes, int at) {
        return bytes.get(at) | (bytes.get(at + 1) << 8) | (bytes.get(at + 2) << 16) | ((long) bytes.get(at + 3) << 24);
    }

    /// What comes of it at this pad: a command for the card, or what the reader says in the card's place.
    Reaction at(VirtualPinPad pad) {
        return switch (pad.behaviour()) {
            case WAITS -> new Reaction.Answer(TIMED_OUT);
            case CANCELS -> new Reaction.Answer(CANCELLED);
            case TYPES -> typed(pad);
        };
    }

    private Reaction typed(VirtualPinPad pad) {
        boolean asksOld = (confirm & ASK_OLD) != 0;
        Bytes command = template;
        if (asksOld) {
            if (isRefused(pad.pin())) {
                return new Reaction.Answer(WRONG_LENGTH);
            }
            command = format.insert(command, insertionOffset, pad.pin());
        }
        if (operation == Operation.MODIFY) {
            if (isRefused(pad.newPin())) {
                return new Reaction.Answer(WRONG_LENGTH);
            }
            if ((confirm & CONFIRM_NEW) != 0 && !pad.newPin().equals(pad.confirmation())) {
                return new Reaction.Answer(DIFFERENT);
            }
            command = format.insert(command, insertionOffsetNew, pad.newPin());
        }
        return new Reaction.CardCommand(command);
    }

    private boolean isRefused(String digits) {
        return digits.length() < shortest || (longest != 0 && digits.length() > longest);
    }
}
