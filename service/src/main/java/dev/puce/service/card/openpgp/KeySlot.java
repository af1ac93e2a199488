package dev.puce.service.card.openpgp;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;

/// The three keys of an OpenPGP card (4.4.3.12), in the order of the specification.
///
/// Tags are those of the control reference template (7.2.14) and of the data objects about the key (4.4.1).
enum KeySlot {
    SIGNATURE(1, 0xB6, 0xC1, 0xC7, 0xCE, KeyUse.SIGN),
    DECRYPTION(2, 0xB8, 0xC2, 0xC8, 0xCF, KeyUse.DECRYPT),
    AUTHENTICATION(3, 0xA4, 0xC3, 0xC9, 0xD0, KeyUse.SIGN);

    /// The operation that the card performs with a key.
    enum KeyUse {
        SIGN,
        DECRYPT
    }

    private final int number;
    private final int template;
    private final int attributes;
    private final int fingerprint;
    private final int date;
    private final KeyUse use;

    KeySlot(int number, int template, int attributes, int fingerprint, int date, KeyUse use) {
        this.number = number;
        this.template = template;
        this.attributes = attributes;
        this.fingerprint = fingerprint;
        this.date = date;
        this.use = use;
    }

    /// The key that a control reference template names: `B6 00`, or `B6 03 84 01 01`.
    static KeySlot ofTemplate(Bytes template) throws RefusedException {
        for (KeySlot slot : values()) {
            if (!template.isEmpty() && template.get(0) == slot.template) {
                return slot;
            }
        }
        throw new RefusedException(StatusWord.WRONG_DATA);
    }

    /// The key whose algorithm attributes have that tag.
    ///
    /// @throws IllegalArgumentException if there is none
    static KeySlot ofAttributes(int tag) {
        for (KeySlot slot : values()) {
            if (slot.attributes == tag) {
                return slot;
            }
        }
        throw new IllegalArgumentException("%02X is not the tag of algorithm attributes".formatted(tag));
    }

    /// Number of the key in key information and MANAGE SECURITY ENVIRONMENT, 1 to 3.
    int number() {
        return number;
    }

    KeyUse use() {
        return use;
    }

    /// Tag of its algorithm attributes.
    int attributesTag() {
        return attributes;
    }

    /// Tag under which its fingerprint is written.
    int fingerprintTag() {
        return fingerprint;
    }

    /// Tag under which the date of its generation is written.
    int dateTag() {
        return date;
    }

    /// Name of the key in the card's memory.
    String memoryName() {
        return "key." + number();
    }

    /// Name of its origin in the card's memory: 1 generated, 2 imported.
    String originName() {
        return "origin." + number();
    }
}
