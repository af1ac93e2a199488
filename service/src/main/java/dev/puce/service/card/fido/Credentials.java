package dev.puce.service.card.fido;

import dev.puce.iso7816.Bytes;
import dev.puce.service.card.keys.CardKey;
import dev.puce.service.card.keys.CardRandom;
import dev.puce.service.card.keys.KeyAlgorithm;
import dev.puce.service.card.memory.CardMemory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The credentials of an authenticator. A credential ID, or key handle in U2F, contains the private key, encrypted for
/// this card and for the hash of the relying party's ID. So the card stores only discoverable credentials.
final class Credentials {
    /// A credential that the card finds without its ID.
    ///
    /// @param id     credential ID
    /// @param rpId   ID of the relying party, a domain name
    /// @param user   WebAuthn's user entity
    /// @param number grows with each credential
    record Discoverable(Bytes id, String rpId, CborMap user, long number) {
        private CborMap toCbor() {
            return CborMap.EMPTY
                    .with(1, new Cbor.ByteString(id))
                    .with(2, new Cbor.Text(rpId))
                    .with(3, user)
                    .with(4, new Cbor.Int(number));
        }

        private static Discoverable of(CborMap map) throws CtapException {
            return new Discoverable(map.bytes(1), map.text(2), map.map(3), map.number(4));
        }
    }

    private static final String WRAPPING_KEY = "wrappingKey";
    private static final String COUNTER = "counter";
    private static final String PREFIX = "credential.";
    private static final int MAX_DISCOVERABLE = 50;
    private static final int KEY_LENGTH = 32;
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;

    private final CardMemory memory;
    private final SecureRandom random;

    Credentials(CardMemory memory, SecureRandom random) {
        this.memory = memory;
        this.random = random;
    }

    /// Removes all credentials. Earlier credential IDs are unknown from now on.
    void erase() {
        memory.removeIf(name -> name.startsWith(PREFIX));
        memory.put(WRAPPING_KEY, Bytes.of(CardRandom.bytes(random, KEY_LENGTH)));
        memory.put(COUNTER, Bytes.of(new byte[4]));
    }

    /// SHA-256 of the ID of a relying party.
    static Bytes hash(String rpId) {
        try {
            return Bytes.of(MessageDigest.getInstance("SHA-256").digest(rpId.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }

    /// Counts a signature.
    ///
    /// @return 4 bytes
    Bytes count() {
        int count = memory.getOrEmpty(COUNTER).asBuffer().getInt() + 1;
        Bytes counter = Bytes.of(ByteBuffer.allocate(4).putInt(count).array());
        memory.put(COUNTER, counter);
        return counter;
    }

    /// A new credential.
    ///
    /// @param id  credential ID
    /// @param key its key pair
    record Created(Bytes id, CardKey key) {}

    /// Makes a credential on P-256 for the relying party with that hash.
    Created create(Bytes rpIdHash) {
        CardKey key = KeyAlgorithm.P256.generate(random);
        Bytes nonce = Bytes.of(CardRandom.bytes(random, NONCE_LENGTH));
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, nonce, rpIdHash);
            return new Created(nonce.plus(Bytes.of(cipher.doFinal(key.encode().toArray()))), key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK cannot encrypt with AES-GCM", e);
        }
    }

    /// Returns the key of a credential; empty if this card did not make it for this relying party.
    Optional<CardKey> find(Bytes rpIdHash, Bytes id) {
        if (id.length() <= NONCE_LENGTH) {
            return Optional.empty();
        }
        try {
            var cipher = cipher(Cipher.DECRYPT_MODE, id.slice(0, NONCE_LENGTH), rpIdHash);
            byte[] key = cipher.doFinal(id.from(NONCE_LENGTH).toArray());
            return Optional.of(CardKey.decode(Bytes.of(key)));
        } catch (GeneralSecurityException ofAnotherCardOrParty) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, Bytes nonce, Bytes rpIdHash) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                new SecretKeySpec(memory.getOrEmpty(WRAPPING_KEY).toArray(), "AES"),
                new GCMParameterSpec(TAG_BITS, nonce.toArray()));
        cipher.updateAAD(rpIdHash.toArray());
        return cipher;
    }

    /// Makes a credential discoverable. It replaces the one of the same user at the same relying party.
    ///
    /// @throws CtapException if the card has no room
    void store(Bytes id, String rpId, CborMap user) throws CtapException {
        var all = discoverable();
        Bytes userId = user.bytes("id");
        for (var old : all) {
            if (old.rpId().equals(rpId) && old.user().bytes("id").equals(userId)) {
                memory.remove(PREFIX + old.number());
            }
        }
        if (discoverable().size() >= MAX_DISCOVERABLE) {
            throw new CtapException(CtapStatus.KEY_STORE_FULL);
        }
        long number = all.stream().mapToLong(Discoverable::number).max().orElse(0) + 1;
        memory.put(
                PREFIX + number,
                new Discoverable(id, rpId, user, number).toCbor().encode());
    }

    /// Returns the discoverable credentials of a relying party, the newest first.
    List<Discoverable> discoverable(String rpId) throws CtapException {
        return discoverable().stream()
                .filter(credential -> credential.rpId().equals(rpId))
                .sorted(Comparator.comparingLong(Discoverable::number).reversed())
                .toList();
    }

    private List<Discoverable> discoverable() throws CtapException {
        var all = new ArrayList<Discoverable>();
        for (var cell : memory.cells().entrySet()) {
            if (cell.getKey().startsWith(PREFIX)) {
                all.add(Discoverable.of(CborReader.readMap(cell.getValue())));
            }
        }
        return all;
    }
}
