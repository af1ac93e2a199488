package dev.puce.service.card.piv;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.memory.CardMemory;
import java.nio.charset.StandardCharsets;

/// PIN and PUK with their counters, and the commands about them (NIST SP 800-73-5, part 2, 3.2.1 to 3.2.3).
final class Pins {
    private static final int LENGTH = 8;
    private static final int MIN_LENGTH = 6;
    private static final int USUAL_TRIES = 3;

    /// A stored reference value.
    enum Secret {
        PIN(0x80, "123456"),
        PUK(0x81, "12345678");

        private final int reference;
        private final String initial;

        Secret(int reference, String initial) {
            this.reference = reference;
            this.initial = initial;
        }

        static Secret of(int reference) throws RefusedException {
            for (Secret secret : values()) {
                if (secret.reference == reference) {
                    return secret;
                }
            }
            throw new RefusedException(StatusWord.REFERENCE_NOT_FOUND);
        }

        private Bytes initial() {
            return padded(Bytes.ofText(initial, StandardCharsets.US_ASCII));
        }

        private String valueName() {
            return "value." + name();
        }

        private String triesName() {
            return "tries." + name();
        }

        private String maxTriesName() {
            return "maxTries." + name();
        }
    }

    private final CardMemory memory;
    private boolean verified;
    private boolean fresh;

    Pins(CardMemory memory) {
        this.memory = memory;
    }

    private static Bytes padded(Bytes value) {
        Bytes padding = Bytes.hex("FFFFFFFFFFFFFFFF");
        return value.plus(padding.from(value.length()));
    }

    /// Writes the values of a new card.
    static void setDefaults(CardMemory memory, int pinTries, int pukTries) {
        setDefault(memory, Secret.PIN, pinTries);
        setDefault(memory, Secret.PUK, pukTries);
    }

    static void setDefaults(CardMemory memory) {
        setDefaults(memory, USUAL_TRIES, USUAL_TRIES);
    }

    private static void setDefault(CardMemory memory, Secret secret, int tries) {
        memory.put(secret.valueName(), secret.initial());
        memory.put(secret.triesName(), tries);
        memory.put(secret.maxTriesName(), tries);
    }

    void reset() {
        verified = false;
        fresh = false;
    }

    int triesLeft(Secret secret) {
        return memory.number(secret.triesName());
    }

    int maxTries(Secret secret) {
        return memory.number(secret.maxTriesName());
    }

    boolean isDefault(Secret secret) {
        return memory.getOrEmpty(secret.valueName()).equals(secret.initial());
    }

    boolean isVerified() {
        return verified;
    }

    void require() throws RefusedException {
        if (!verified) {
            throw new RefusedException(StatusWord.SECURITY_NOT_SATISFIED);
        }
    }

    /// Checks that the PIN permits the use of a key, and uses a verification up that counts for one use.
    void permit(PivSlot.PinPolicy policy) throws RefusedException {
        switch (policy) {
            case NEVER -> {}
            case DEFAULT, ONCE -> require();
            case ALWAYS -> {
                if (!fresh) {
                    throw new RefusedException(StatusWord.SECURITY_NOT_SATISFIED);
                }
                fresh = false;
            }
        }
    }

    /// VERIFY: without data it asks for the state, with P1 FF it takes the verification back.
    ResponseApdu verify(CommandApdu command) throws RefusedException {
        if (Secret.of(command.p2()) != Secret.PIN) {
            throw new RefusedException(StatusWord.REFERENCE_NOT_FOUND);
        }
        if (command.p1() == 0xFF && command.data().isEmpty()) {
            reset();
            return new ResponseApdu(StatusWord.OK);
        }
        requireP1(command);
        if (command.data().isEmpty()) {
            return new ResponseApdu(verified ? StatusWord.OK : left(Secret.PIN));
        }
        reset();
        check(Secret.PIN, command.data());
        verified = true;
        fresh = true;
        return new ResponseApdu(StatusWord.OK);
    }

    private StatusWord left(Secret secret) {
        int tries = triesLeft(secret);
        return tries == 0 ? StatusWord.AUTHENTICATION_BLOCKED : StatusWord.triesLeft(tries);
    }

    /// CHANGE REFERENCE DATA: old and new value, 8 bytes each.
    ResponseApdu change(CommandApdu command) throws RefusedException {
        requireP1(command);
        Secret secret = Secret.of(command.p2());
        replace(command.data(), secret, secret);
        return new ResponseApdu(StatusWord.OK);
    }

    /// RESET RETRY COUNTER: PUK and new PIN, 8 bytes each.
    ResponseApdu resetCounter(CommandApdu command) throws RefusedException {
        requireP1(command);
        if (command.p2() != Secret.PIN.reference) {
            throw new RefusedException(StatusWord.REFERENCE_NOT_FOUND);
        }
        replace(command.data(), Secret.PUK, Secret.PIN);
        return new ResponseApdu(StatusWord.OK);
    }

    private void replace(Bytes data, Secret known, Secret changed) throws RefusedException {
        if (data.length() != 2 * LENGTH) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
        check(known, data.slice(0, LENGTH));
        Bytes value = data.from(LENGTH);
        if (withoutPadding(value) < MIN_LENGTH) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
        memory.put(changed.valueName(), value);
        memory.put(changed.triesName(), maxTries(changed));
    }

    private static int withoutPadding(Bytes value) {
        int end = value.length();
        while (end > 0 && value.get(end - 1) == 0xFF) {
            end--;
        }
        return end;
    }

    private void check(Secret secret, Bytes attempt) throws RefusedException {
        int tries = triesLeft(secret);
        if (tries == 0) {
            throw new RefusedException(StatusWord.AUTHENTICATION_BLOCKED);
        }
        if (attempt.length() != LENGTH) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
        if (!attempt.equals(memory.getOrEmpty(secret.valueName()))) {
            memory.put(secret.triesName(), tries - 1);
            throw new RefusedException(StatusWord.triesLeft(tries - 1));
        }
        memory.put(secret.triesName(), maxTries(secret));
    }

    private static void requireP1(CommandApdu command) throws RefusedException {
        if (command.p1() != 0) {
            throw new RefusedException(StatusWord.WRONG_P1_P2);
        }
    }
}
