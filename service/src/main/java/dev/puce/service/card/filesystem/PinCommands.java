package dev.puce.service.card.filesystem;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;

/// VERIFY, CHANGE REFERENCE DATA and RESET RETRY COUNTER (ISO/IEC 7816-4:2020, 11.6).
final class PinCommands {
    private final FileSystemSession session;

    PinCommands(FileSystemSession session) {
        this.session = session;
    }

    /// 20: VERIFY. Without data it returns the state: 9000 if verified, 63CX if not. P1 FF resets the
    /// verification.
    ResponseApdu verify(CommandApdu command) throws RefusedException {
        Pin pin = pin(command.p2());
        if (command.p1() == 0xFF && command.data().isEmpty()) {
            session.setVerified(pin, false);
            return new ResponseApdu(StatusWord.OK);
        }
        if (command.p1() != 0) {
            throw new RefusedException(StatusWord.WRONG_P1_P2);
        }
        if (command.data().isEmpty()) {
            return new ResponseApdu(session.isVerified(pin) ? StatusWord.OK : state(pin));
        }
        check(pin, command.data());
        return new ResponseApdu(StatusWord.OK);
    }

    /// 24: CHANGE REFERENCE DATA. P1 00: old and new value; P1 01: only the new value, after VERIFY.
    ResponseApdu change(CommandApdu command) throws RefusedException {
        Pin pin = pin(command.p2());
        Bytes newValue = switch (command.p1()) {
            case 0x00 -> checked(pin, pin.lengthInCommand(), command.data());
            case 0x01 -> {
                requireVerified(pin);
                yield command.data();
            }
            default -> throw new RefusedException(StatusWord.WRONG_P1_P2);
        };
        set(pin, newValue);
        return new ResponseApdu(StatusWord.OK);
    }

    /// 2C: RESET RETRY COUNTER. P1 00: unblocking code and new value; 01: only the unblocking code. After
    /// verification of the unblocking code, 02: the new value, 03: no data.
    ResponseApdu resetCounter(CommandApdu command) throws RefusedException {
        Pin pin = pin(command.p2());
        int reference = pin.unblockedBy().orElseThrow(() -> new RefusedException(StatusWord.FUNCTION_NOT_SUPPORTED));
        Pin code = pin(reference);
        Bytes data = command.data();
        switch (command.p1()) {
            case 0x00 -> set(pin, checked(code, code.lengthInCommand(), data));
            case 0x01 -> check(code, data);
            case 0x02 -> {
                requireVerified(code);
                set(pin, data);
            }
            case 0x03 -> requireVerified(code);
            default -> throw new RefusedException(StatusWord.WRONG_P1_P2);
        }
        pin.unblock();
        return new ResponseApdu(StatusWord.OK);
    }

    private Pin pin(int reference) throws RefusedException {
        return session.folder().pin(reference).orElseThrow(() -> new RefusedException(StatusWord.REFERENCE_NOT_FOUND));
    }

    private static StatusWord state(Pin pin) {
        return pin.isBlocked() ? StatusWord.AUTHENTICATION_BLOCKED : StatusWord.triesLeft(pin.triesLeft());
    }

    private void check(Pin pin, Bytes attempt) throws RefusedException {
        if (pin.isBlocked()) {
            throw new RefusedException(StatusWord.AUTHENTICATION_BLOCKED);
        }
        boolean correct = pin.verify(attempt);
        session.setVerified(pin, correct);
        if (!correct) {
            throw new RefusedException(StatusWord.triesLeft(pin.triesLeft()));
        }
    }

    /// Checks the value at the start of the data, and returns the rest.
    private Bytes checked(Pin pin, int length, Bytes data) throws RefusedException {
        if (data.length() <= length) {
            throw new RefusedException(StatusWord.WRONG_LENGTH);
        }
        check(pin, data.slice(0, length));
        return data.from(length);
    }

    private void requireVerified(Pin pin) throws RefusedException {
        if (!session.isVerified(pin)) {
            throw new RefusedException(StatusWord.SECURITY_NOT_SATISFIED);
        }
    }

    private static void set(Pin pin, Bytes newValue) throws RefusedException {
        if (!pin.accepts(newValue)) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
        pin.change(newValue);
    }
}
