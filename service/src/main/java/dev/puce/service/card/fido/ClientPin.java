package dev.puce.service.card.fido;

import dev.puce.iso7816.Bytes;
import dev.puce.service.card.fido.PinProtocol.SharedKeys;
import dev.puce.service.card.keys.CardKey;
import dev.puce.service.card.keys.CardRandom;
import dev.puce.service.card.keys.KeyAlgorithm;
import dev.puce.service.card.memory.CardMemory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/// The PIN of an authenticator, its counter, and the command authenticatorClientPIN (CTAP 2.2, 6.5).
final class ClientPin {
    private static final String HASH = "pin.hash";
    private static final String RETRIES = "pin.retries";
    private static final int MAX_RETRIES = 8;

    /// Wrong PINs in a row after which the card wants a power cycle.
    private static final int MAX_IN_A_ROW = 3;

    private static final int MIN_CODE_POINTS = 4;
    private static final int PADDED_LENGTH = 64;
    private static final int HASH_LENGTH = 16;
    private static final int TOKEN_LENGTH = 32;

    private final CardMemory memory;
    private final SecureRandom random;
    private CardKey agreementKey;
    private Bytes token = Bytes.EMPTY;
    private int wrongInARow;

    ClientPin(CardMemory memory, SecureRandom random) {
        this.memory = memory;
        this.random = random;
    }

    /// Forgets session keys, the token and the wrong PINs in a row, as a power cycle does.
    void reset() {
        agreementKey = null;
        token = Bytes.EMPTY;
        wrongInARow = 0;
    }

    /// Removes the PIN.
    void erase() {
        memory.remove(HASH);
        memory.remove(RETRIES);
        reset();
    }

    boolean isSet() {
        return memory.get(HASH).isPresent();
    }

    /// Checks the proof that the platform has the token of the right PIN.
    ///
    /// @param parameters of a command
    /// @param proofKey   key of pinUvAuthParam; the protocol's key is the next one
    /// @param message    bytes that the proof authenticates
    /// @return whether there is a proof
    /// @throws CtapException if the proof is wrong, or empty, which asks for the state
    boolean isProved(CborMap parameters, long proofKey, Bytes message) throws CtapException {
        var proof = parameters.optionalBytes(proofKey);
        if (proof.isEmpty()) {
            return false;
        }
        if (proof.get().isEmpty()) {
            throw new CtapException(isSet() ? CtapStatus.PIN_INVALID : CtapStatus.PIN_NOT_SET);
        }
        var protocol = PinProtocol.of(parameters.number(proofKey + 1));
        if (!isSet()) {
            throw new CtapException(CtapStatus.PIN_NOT_SET);
        }
        if (token.isEmpty() || !protocol.verifies(token, message, proof.get())) {
            throw new CtapException(CtapStatus.PIN_AUTHENTICATION_INVALID);
        }
        return true;
    }

    /// Carries authenticatorClientPIN out.
    CborMap answer(CborMap parameters) throws CtapException {
        return switch ((int) Math.min(parameters.number(2), 0xFF)) {
            case 0x01 -> CborMap.EMPTY.with(3, new Cbor.Int(isSet() ? retries() : MAX_RETRIES));
            case 0x02 -> CborMap.EMPTY.with(1, CoseKey.encode(agreementKey(), CoseKey.ECDH));
            case 0x03 -> set(parameters);
            case 0x04 -> change(parameters);
            case 0x05 -> issueToken(parameters);
            default -> throw new CtapException(CtapStatus.INVALID_SUBCOMMAND);
        };
    }

    private int retries() {
        return memory.number(RETRIES);
    }

    private CardKey agreementKey() {
        if (agreementKey == null) {
            agreementKey = KeyAlgorithm.P256.generate(random);
        }
        return agreementKey;
    }

    private SharedKeys agree(CborMap parameters) throws CtapException {
        return protocol(parameters).agree(agreementKey(), CoseKey.point(parameters.map(3)));
    }

    private static PinProtocol protocol(CborMap parameters) throws CtapException {
        return PinProtocol.of(parameters.number(1));
    }

    private CborMap set(CborMap parameters) throws CtapException {
        Bytes encrypted = parameters.bytes(5);
        var keys = agree(parameters);
        if (isSet() || !protocol(parameters).verifies(keys.authentication(), encrypted, parameters.bytes(4))) {
            throw new CtapException(CtapStatus.PIN_AUTHENTICATION_INVALID);
        }
        store(protocol(parameters).decrypt(keys, encrypted));
        return CborMap.EMPTY;
    }

    private CborMap change(CborMap parameters) throws CtapException {
        Bytes encrypted = parameters.bytes(5);
        Bytes current = parameters.bytes(6);
        requireTries();
        var keys = agree(parameters);
        if (!protocol(parameters).verifies(keys.authentication(), encrypted.plus(current), parameters.bytes(4))) {
            throw new CtapException(CtapStatus.PIN_AUTHENTICATION_INVALID);
        }
        check(protocol(parameters).decrypt(keys, current));
        store(protocol(parameters).decrypt(keys, encrypted));
        token = Bytes.EMPTY;
        return CborMap.EMPTY;
    }

    private CborMap issueToken(CborMap parameters) throws CtapException {
        requireTries();
        var keys = agree(parameters);
        check(protocol(parameters).decrypt(keys, parameters.bytes(6)));
        token = Bytes.of(CardRandom.bytes(random, TOKEN_LENGTH));
        return CborMap.EMPTY.with(2, new Cbor.ByteString(protocol(parameters).encrypt(keys, token, random)));
    }

    private void requireTries() throws CtapException {
        if (!isSet()) {
            throw new CtapException(CtapStatus.PIN_NOT_SET);
        }
        if (retries() == 0) {
            throw new CtapException(CtapStatus.PIN_BLOCKED);
        }
        if (wrongInARow >= MAX_IN_A_ROW) {
            throw new CtapException(CtapStatus.PIN_AUTHENTICATION_BLOCKED);
        }
    }

    /// A wrong PIN counts, and ends the key agreement.
    private void check(Bytes hash) throws CtapException {
        if (hash.equals(memory.getOrEmpty(HASH))) {
            memory.put(RETRIES, MAX_RETRIES);
            wrongInARow = 0;
            return;
        }
        memory.put(RETRIES, retries() - 1);
        wrongInARow++;
        agreementKey = null;
        if (retries() == 0) {
            throw new CtapException(CtapStatus.PIN_BLOCKED);
        }
        throw new CtapException(
                wrongInARow >= MAX_IN_A_ROW ? CtapStatus.PIN_AUTHENTICATION_BLOCKED : CtapStatus.PIN_INVALID);
    }

    /// Stores a new PIN, which is padded with zeros.
    private void store(Bytes padded) throws CtapException {
        if (padded.length() != PADDED_LENGTH) {
            throw new CtapException(CtapStatus.INVALID_PARAMETER);
        }
        int end = PADDED_LENGTH;
        while (end > 0 && padded.get(end - 1) == 0) {
            end--;
        }
        Bytes pin = padded.slice(0, end);
        String text = pin.text(StandardCharsets.UTF_8);
        if (end == PADDED_LENGTH || text.codePointCount(0, text.length()) < MIN_CODE_POINTS) {
            throw new CtapException(CtapStatus.PIN_POLICY_VIOLATION);
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(pin.toArray());
            memory.put(HASH, Bytes.copyOf(hash, 0, HASH_LENGTH));
            memory.put(RETRIES, MAX_RETRIES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }
}
