package dev.puce.service.card.openpgp;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.keys.CardKey;
import dev.puce.service.card.keys.KeyAlgorithm;
import dev.puce.service.card.memory.CardMemory;
import java.security.InvalidKeyException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// The contents of the card except for passwords: data objects by tag, keys, and the signature counter.
final class Contents {
    private static final String COUNTER = "counter";
    private static final int FINGERPRINT = 20;
    private static final int DATE = 4;

    private final CardMemory memory;
    private final Map<KeySlot, CardKey> decoded = new EnumMap<>(KeySlot.class);

    Contents(CardMemory memory) {
        this.memory = memory;
    }

    private static String name(int tag) {
        return "object.%02X".formatted(tag);
    }

    /// The value of a data object, empty if it was never written.
    Bytes object(int tag) {
        return memory.getOrEmpty(name(tag));
    }

    void write(int tag, Bytes value) {
        memory.put(name(tag), value);
    }

    /// One of the three cardholder certificates (7F21), 0 to 2.
    Bytes certificate(int occurrence) {
        return memory.getOrEmpty("certificate." + occurrence);
    }

    void writeCertificate(int occurrence, Bytes certificate) {
        memory.put("certificate." + occurrence, certificate);
    }

    /// The kind of key that the slot is set to; RSA 2048 on a new card.
    AlgorithmAttributes attributes(KeySlot slot) {
        return AlgorithmAttributes.parse(slot, object(slot.attributesTag()))
                .orElseGet(() -> AlgorithmAttributes.of(slot, KeyAlgorithm.RSA2048));
    }

    /// Sets the kind of key of a slot. Another kind removes the key.
    void writeAttributes(KeySlot slot, AlgorithmAttributes attributes) {
        if (attributes(slot).algorithm() != attributes.algorithm()) {
            removeKey(slot);
        }
        write(slot.attributesTag(), attributes.encoded());
    }

    /// Fingerprint of the key, zeros without one.
    Bytes fingerprint(KeySlot slot) {
        return padded(object(slot.fingerprintTag()), FINGERPRINT);
    }

    /// Time of the key's generation in seconds since 1970, zeros without one.
    Bytes date(KeySlot slot) {
        return padded(object(slot.dateTag()), DATE);
    }

    /// A value of fixed length, zeros if it is not set.
    static Bytes padded(Bytes value, int length) {
        return value.length() == length ? value : Bytes.of(new byte[length]);
    }

    Optional<CardKey> key(KeySlot slot) throws RefusedException {
        CardKey key = decoded.get(slot);
        Optional<Bytes> stored = memory.get(slot.memoryName());
        if (key == null && stored.isPresent()) {
            try {
                key = CardKey.decode(stored.get());
            } catch (InvalidKeyException damaged) {
                throw new RefusedException(StatusWord.NO_INFORMATION_GIVEN);
            }
            decoded.put(slot, key);
        }
        return Optional.ofNullable(key);
    }

    CardKey requireKey(KeySlot slot) throws RefusedException {
        return key(slot).orElseThrow(() -> new RefusedException(StatusWord.REFERENCE_NOT_FOUND));
    }

    /// Where the key comes from: 0 there is none, 1 generated, 2 imported.
    int origin(KeySlot slot) {
        return memory.number(slot.originName());
    }

    /// Puts a key into its slot. A new signature key starts a new counter.
    void writeKey(KeySlot slot, CardKey key, int origin) {
        memory.put(slot.memoryName(), key.encode());
        memory.put(slot.originName(), origin);
        decoded.put(slot, key);
        if (slot == KeySlot.SIGNATURE) {
            memory.put(COUNTER, Bytes.of(0, 0, 0));
        }
    }

    private void removeKey(KeySlot slot) {
        memory.remove(slot.memoryName());
        memory.remove(slot.originName());
        memory.remove(name(slot.fingerprintTag()));
        memory.remove(name(slot.dateTag()));
        decoded.remove(slot);
    }

    /// Number of signatures of the current signature key, 3 bytes.
    Bytes counter() {
        return padded(memory.getOrEmpty(COUNTER), 3);
    }

    void countSignature() {
        Bytes before = counter();
        int count = (before.get(0) << 16 | before.get(1) << 8 | before.get(2)) + 1;
        int kept = Math.min(count, 0xFFFFFF);
        memory.put(COUNTER, Bytes.of(kept >> 16, kept >> 8, kept));
    }

    /// The key for PSO:ENCIPHER and for PSO:DECIPHER with AES (D5).
    Bytes aesKey() {
        return object(0xD5);
    }

    /// The card's serial number, 4 bytes, which a factory reset keeps.
    Bytes serial() {
        return padded(memory.getOrEmpty("serial"), 4);
    }

    /// Whether TERMINATE DF has ended the application's life.
    boolean isTerminated() {
        return memory.number("terminated") != 0;
    }

    void terminate() {
        memory.put("terminated", 1);
    }

    /// Forgets everything but the serial number, and writes the passwords of a new card.
    void factoryReset() {
        decoded.clear();
        memory.removeIf(name -> !name.equals("serial"));
        Passwords.setDefaults(memory);
    }

    CardMemory memory() {
        return memory;
    }
}
