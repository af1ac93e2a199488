package dev.puce.service.card.piv;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import java.util.Arrays;
import java.util.Optional;

/// A place for a key (NIST SP 800-73-5, part 1, table 4b).
///
/// @param reference key reference: 9A, 9C, 9D, 9E, or 82 to 95 for retired keys
record PivSlot(int reference) {
    static final PivSlot AUTHENTICATION = new PivSlot(0x9A);
    static final PivSlot SIGNATURE = new PivSlot(0x9C);
    static final PivSlot KEY_MANAGEMENT = new PivSlot(0x9D);
    static final PivSlot CARD_AUTHENTICATION = new PivSlot(0x9E);

    /// The key that signs certificates about other keys, from the maker (Yubico).
    static final PivSlot ATTESTATION = new PivSlot(0xF9);

    private static final int FIRST_RETIRED = 0x82;
    private static final int LAST_RETIRED = 0x95;

    /// When a key asks for the PIN. The numbers are Yubico's.
    enum PinPolicy {
        DEFAULT(0),
        NEVER(1),
        ONCE(2),
        ALWAYS(3);

        private final int number;

        PinPolicy(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        /// The policy with that number.
        static Optional<PinPolicy> of(int number) {
            return Arrays.stream(values())
                    .filter(policy -> policy.number == number)
                    .findFirst();
        }
    }

    /// @throws RefusedException if there is no such slot (6A86)
    static PivSlot of(int reference) throws RefusedException {
        return of(reference, StatusWord.WRONG_P1_P2);
    }

    /// @param otherwise status word if there is no such slot
    static PivSlot of(int reference, StatusWord otherwise) throws RefusedException {
        boolean exists = switch (reference) {
            case 0x9A, 0x9C, 0x9D, 0x9E, 0xF9 -> true;
            default -> reference >= FIRST_RETIRED && reference <= LAST_RETIRED;
        };
        if (!exists) {
            throw new RefusedException(otherwise);
        }
        return new PivSlot(reference);
    }

    /// The policy of a slot whose key does not say otherwise.
    PinPolicy usualPolicy() {
        return switch (reference) {
            case 0x9C -> PinPolicy.ALWAYS;
            case 0x9E -> PinPolicy.NEVER;
            default -> PinPolicy.ONCE;
        };
    }

    /// Tag of the data object with the certificate.
    Bytes certificateTag() {
        if (equals(ATTESTATION)) {
            return Bytes.hex("5FFF01");
        }
        int last = switch (reference) {
            case 0x9A -> 0x05;
            case 0x9C -> 0x0A;
            case 0x9D -> 0x0B;
            case 0x9E -> 0x01;
            default -> 0x0D + reference - FIRST_RETIRED;
        };
        return Bytes.of(0x5F, 0xC1, last);
    }

    /// Beginning of its names in the card's memory.
    private String name(String what) {
        return "%s.%02X".formatted(what, reference);
    }

    /// Whether a cell of the card's memory has the key of this slot, its properties or its certificate.
    boolean owns(String cell) {
        return cell.equals(keyName())
                || cell.equals(propertiesName())
                || cell.equals(PivObjects.name(certificateTag()));
    }

    String keyName() {
        return name("key");
    }

    /// Where its PIN policy and its origin (1 generated, 2 imported) are, a byte each.
    String propertiesName() {
        return name("properties");
    }
}
