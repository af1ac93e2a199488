package dev.puce.service.card.openpgp;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.memory.CardMemory;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/// PW1, PW3 and the resetting code with their counters, and the commands about them (4.3, 7.2.2 to 7.2.4).
final class Passwords {
    static final int MAX_LENGTH = 0x7F;
    private static final int MAX_TRIES = 3;
    private static final Bytes DEFAULT_PW1 = Bytes.ofText("123456", StandardCharsets.US_ASCII);
    private static final Bytes DEFAULT_PW3 = Bytes.ofText("12345678", StandardCharsets.US_ASCII);

    /// A right that a verified password gives.
    enum Right {
        /// PW1 as 81: one signature, or all of them.
        SIGN,
        /// PW1 as 82: everything else of the user.
        USE,
        /// PW3.
        ADMIN
    }

    /// A stored password.
    enum Password {
        PW1(6),
        RC(8),
        PW3(8);

        private final int minLength;

        Password(int minLength) {
            this.minLength = minLength;
        }

        private String valueName() {
            return "password." + name();
        }

        private String triesName() {
            return "tries." + name();
        }
    }

    private final CardMemory memory;
    private final Set<Right> rights = EnumSet.noneOf(Right.class);

    Passwords(CardMemory memory) {
        this.memory = memory;
    }

    /// Writes the passwords of a new card: 123456, 12345678, no resetting code.
    static void setDefaults(CardMemory memory) {
        write(memory, Password.PW1, DEFAULT_PW1);
        write(memory, Password.PW3, DEFAULT_PW3);
        memory.remove(Password.RC.valueName());
        memory.put(Password.RC.triesName(), 0);
    }

    static void write(CardMemory memory, Password password, Bytes value) {
        memory.put(password.valueName(), value);
        memory.put(password.triesName(), MAX_TRIES);
    }

    void reset() {
        rights.clear();
    }

    int triesLeft(Password password) {
        return memory.number(password.triesName());
    }

    boolean has(Right right) {
        return rights.contains(right);
    }

    void require(Right right) throws RefusedException {
        if (!has(right)) {
            throw new RefusedException(StatusWord.SECURITY_NOT_SATISFIED);
        }
    }

    void revoke(Right right) {
        rights.remove(right);
    }

    /// VERIFY: without data it asks for the state, with P1 FF it gives a right up.
    ResponseApdu verify(CommandApdu command) throws RefusedException {
        Right right = right(command.p2());
        if (command.p1() == 0xFF && command.data().isEmpty()) {
            revoke(right);
            return new ResponseApdu(StatusWord.OK);
        }
        requireP1(command, 0x00);
        Password password = right == Right.ADMIN ? Password.PW3 : Password.PW1;
        if (command.data().isEmpty()) {
            return new ResponseApdu(has(right) ? StatusWord.OK : StatusWord.triesLeft(triesLeft(password)));
        }
        revoke(right);
        check(password, command.data());
        rights.add(right);
        return new ResponseApdu(StatusWord.OK);
    }

    /// CHANGE REFERENCE DATA: old and new value in a row; the old one is as long as it is.
    ResponseApdu change(CommandApdu command) throws RefusedException {
        requireP1(command, 0x00);
        Right right = right(command.p2());
        if (right == Right.USE) {
            throw new RefusedException(StatusWord.WRONG_P1_P2);
        }
        Password password = right == Right.ADMIN ? Password.PW3 : Password.PW1;
        Bytes data = command.data();
        int oldLength = Math.min(memory.getOrEmpty(password.valueName()).length(), data.length());
        check(password, data.slice(0, oldLength));
        set(password, data.from(oldLength));
        return new ResponseApdu(StatusWord.OK);
    }

    /// RESET RETRY COUNTER: a new PW1, after PW3 or with the resetting code before it.
    ResponseApdu resetCounter(CommandApdu command) throws RefusedException {
        if (command.p2() != 0x81) {
            throw new RefusedException(StatusWord.WRONG_P1_P2);
        }
        Bytes value = command.data();
        if (command.p1() == 0x02) {
            require(Right.ADMIN);
        } else {
            requireP1(command, 0x00);
            int codeLength = Math.min(memory.getOrEmpty(Password.RC.valueName()).length(), value.length());
            check(Password.RC, value.slice(0, codeLength));
            value = value.from(codeLength);
        }
        set(Password.PW1, value);
        rights.removeAll(EnumSet.of(Right.SIGN, Right.USE));
        return new ResponseApdu(StatusWord.OK);
    }

    /// Sets the resetting code (data object D3); an empty one removes it.
    void setResettingCode(Bytes code) throws RefusedException {
        if (code.isEmpty()) {
            memory.remove(Password.RC.valueName());
            memory.put(Password.RC.triesName(), 0);
        } else {
            set(Password.RC, code);
        }
    }

    private void set(Password password, Bytes value) throws RefusedException {
        if (value.length() < password.minLength || value.length() > MAX_LENGTH) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
        write(memory, password, value);
    }

    private void check(Password password, Bytes attempt) throws RefusedException {
        int tries = triesLeft(password);
        if (tries == 0) {
            throw new RefusedException(StatusWord.AUTHENTICATION_BLOCKED);
        }
        if (!attempt.equals(memory.getOrEmpty(password.valueName()))) {
            memory.put(password.triesName(), tries - 1);
            throw new RefusedException(
                    tries == 1 ? StatusWord.AUTHENTICATION_BLOCKED : StatusWord.SECURITY_NOT_SATISFIED);
        }
        memory.put(password.triesName(), MAX_TRIES);
    }

    private static Right right(int p2) throws RefusedException {
        return switch (p2) {
            case 0x81 -> Right.SIGN;
            case 0x82 -> Right.USE;
            case 0x83 -> Right.ADMIN;
            default -> throw new RefusedException(StatusWord.REFERENCE_NOT_FOUND);
        };
    }

    private static void requireP1(CommandApdu command, int p1) throws RefusedException {
        if (command.p1() != p1) {
            throw new RefusedException(StatusWord.WRONG_P1_P2);
        }
    }
}
