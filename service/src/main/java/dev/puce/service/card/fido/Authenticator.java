package dev.puce.service.card.fido;

import dev.puce.iso7816.Bytes;
import dev.puce.service.card.keys.CardKey;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The commands of CTAP 2.0 (CTAP 2.2, 6). The card takes every command as a touch.
final class Authenticator {
    /// Identifies this kind of authenticator: random, and the same for all of them.
    private static final Bytes AAGUID = Bytes.hex("7B0C5F4E 9D3A 4C61 8E27 70756365 0001");

    private static final int MAX_MESSAGE = 2048;
    private static final int USER_PRESENT = 0x01;
    private static final int USER_VERIFIED = 0x04;
    private static final int CREDENTIAL_INCLUDED = 0x40;
    private static final String PUBLIC_KEY = "public-key";
    private static final String SIGNATURE = "SHA256withECDSA";

    /// A credential that can sign an assertion.
    private record Candidate(Bytes id, CardKey key, Optional<CborMap> user) {}

    /// The assertions that authenticatorGetNextAssertion returns.
    private record Pending(Deque<Candidate> candidates, Bytes rpIdHash, Bytes clientDataHash, boolean isVerified) {}

    private final Credentials credentials;
    private final ClientPin pin;
    private Optional<Pending> pending = Optional.empty();

    Authenticator(Credentials credentials, ClientPin pin) {
        this.credentials = credentials;
        this.pin = pin;
    }

    /// Forgets what a power cycle makes it forget.
    void reset() {
        pending = Optional.empty();
        pin.reset();
    }

    /// Carries a command out.
    ///
    /// @param message command byte, and the parameters in CBOR
    /// @return status byte, and the answer in CBOR unless it is empty
    Bytes answer(Bytes message) {
        try {
            if (message.isEmpty()) {
                throw new CtapException(CtapStatus.INVALID_LENGTH);
            }
            CborMap answer = answer(message.get(0), message.from(1));
            Bytes success = Bytes.of(CtapStatus.SUCCESS.code());
            return answer.entries().isEmpty() ? success : success.plus(answer.encode());
        } catch (CtapException e) {
            return Bytes.of(e.status().code());
        }
    }

    private CborMap answer(int command, Bytes encoded) throws CtapException {
        var earlier = pending;
        pending = Optional.empty(); // every other command ends the list of assertions
        return switch (command) {
            case 0x01 -> makeCredential(CborReader.readMap(encoded));
            case 0x02 -> getAssertion(CborReader.readMap(encoded));
            case 0x04 -> information();
            case 0x06 -> pin.answer(CborReader.readMap(encoded));
            case 0x07 -> {
                credentials.erase();
                pin.erase();
                yield CborMap.EMPTY;
            }
            case 0x08 -> {
                pending = earlier;
                yield nextAssertion();
            }
            default -> throw new CtapException(CtapStatus.INVALID_COMMAND);
        };
    }

    private CborMap information() {
        var options = CborMap.EMPTY
                .with("rk", Cbor.Simple.TRUE)
                .with("up", Cbor.Simple.TRUE)
                .with("plat", Cbor.Simple.FALSE)
                .with("clientPin", Cbor.Simple.of(pin.isSet()));
        return CborMap.EMPTY
                .with(1, texts("U2F_V2", "FIDO_2_0"))
                .with(3, new Cbor.ByteString(AAGUID))
                .with(4, options)
                .with(5, new Cbor.Int(MAX_MESSAGE))
                .with(6, new Cbor.Array(List.of(new Cbor.Int(2), new Cbor.Int(1))))
                .with(9, texts("nfc", "usb"));
    }

    private static Cbor.Array texts(String... texts) {
        return new Cbor.Array(Arrays.stream(texts).<Cbor>map(Cbor.Text::new).toList());
    }

    private CborMap makeCredential(CborMap parameters) throws CtapException {
        Bytes clientDataHash = parameters.bytes(1);
        String rpId = parameters.map(2).text("id");
        CborMap user = parameters.map(3);
        user.bytes("id");
        requireAlgorithm(parameters.list(4));
        Bytes rpIdHash = Credentials.hash(rpId);
        boolean isVerified = pin.isProved(parameters, 8, clientDataHash);
        requireOptions(parameters, 7);
        if (!parameters.option(7, "up", true)) {
            throw new CtapException(CtapStatus.INVALID_OPTION);
        }
        if (pin.isSet() && !isVerified) {
            throw new CtapException(CtapStatus.PIN_REQUIRED);
        }
        for (Bytes id : ids(parameters.list(5))) {
            if (credentials.find(rpIdHash, id).isPresent()) {
                throw new CtapException(CtapStatus.CREDENTIAL_EXCLUDED);
            }
        }
        var created = credentials.create(rpIdHash);
        if (parameters.option(7, "rk", false)) {
            credentials.store(created.id(), rpId, user);
        }
        Bytes data = authenticatorData(rpIdHash, USER_PRESENT | verified(isVerified) | CREDENTIAL_INCLUDED)
                .plus(AAGUID)
                .plus(Bytes.of(created.id().length() >> 8, created.id().length() & 0xFF))
                .plus(created.id())
                .plus(CoseKey.encode(created.key(), CoseKey.ES256).encode());
        var statement = CborMap.EMPTY // self attestation (WebAuthn, 8.2)
                .with("alg", new Cbor.Int(CoseKey.ES256))
                .with("sig", new Cbor.ByteString(sign(created.key(), data.plus(clientDataHash))));
        return CborMap.EMPTY
                .with(1, new Cbor.Text("packed"))
                .with(2, new Cbor.ByteString(data))
                .with(3, statement);
    }

    private CborMap getAssertion(CborMap parameters) throws CtapException {
        String rpId = parameters.text(1);
        Bytes clientDataHash = parameters.bytes(2);
        Bytes rpIdHash = Credentials.hash(rpId);
        boolean isVerified = pin.isProved(parameters, 6, clientDataHash);
        requireOptions(parameters, 5);
        if (parameters.option(5, "rk", false)) {
            throw new CtapException(CtapStatus.UNSUPPORTED_OPTION);
        }
        var allowed = ids(parameters.list(3));
        var candidates = allowed.isEmpty() ? discovered(rpId, rpIdHash) : named(allowed, rpId, rpIdHash);
        if (candidates.isEmpty()) {
            throw new CtapException(CtapStatus.NO_CREDENTIALS);
        }
        int flags = verified(isVerified) | (parameters.option(5, "up", true) ? USER_PRESENT : 0);
        int count = candidates.size();
        CborMap first = assertion(candidates.removeFirst(), rpIdHash, clientDataHash, flags, isVerified && count > 1);
        if (count == 1) {
            return first;
        }
        pending = Optional.of(new Pending(candidates, rpIdHash, clientDataHash, isVerified));
        return first.with(5, new Cbor.Int(count));
    }

    private Deque<Candidate> discovered(String rpId, Bytes rpIdHash) throws CtapException {
        var candidates = new ArrayDeque<Candidate>();
        for (var credential : credentials.discoverable(rpId)) {
            credentials
                    .find(rpIdHash, credential.id())
                    .ifPresent(
                            key -> candidates.add(new Candidate(credential.id(), key, Optional.of(credential.user()))));
        }
        return candidates;
    }

    /// The first credential of the list that this card has made.
    private Deque<Candidate> named(List<Bytes> ids, String rpId, Bytes rpIdHash) throws CtapException {
        var stored = credentials.discoverable(rpId);
        for (Bytes id : ids) {
            var key = credentials.find(rpIdHash, id);
            if (key.isPresent()) {
                var user = stored.stream()
                        .filter(credential -> credential.id().equals(id))
                        .findFirst()
                        .map(Credentials.Discoverable::user);
                return new ArrayDeque<>(List.of(new Candidate(id, key.get(), user)));
            }
        }
        return new ArrayDeque<>();
    }

    private CborMap nextAssertion() throws CtapException {
        Pending list = pending.orElseThrow(() -> new CtapException(CtapStatus.NOT_ALLOWED));
        Candidate next = list.candidates().removeFirst();
        if (list.candidates().isEmpty()) {
            pending = Optional.empty();
        }
        int flags = USER_PRESENT | verified(list.isVerified());
        return assertion(next, list.rpIdHash(), list.clientDataHash(), flags, list.isVerified());
    }

    /// @param isNamed whether the platform gets the user's names, to let the user choose
    private CborMap assertion(Candidate candidate, Bytes rpIdHash, Bytes clientDataHash, int flags, boolean isNamed)
            throws CtapException {
        Bytes data = authenticatorData(rpIdHash, flags);
        var answer = CborMap.EMPTY
                .with(1, descriptor(candidate.id()))
                .with(2, new Cbor.ByteString(data))
                .with(3, new Cbor.ByteString(sign(candidate.key(), data.plus(clientDataHash))));
        if (candidate.user().isEmpty()) {
            return answer;
        }
        CborMap user = candidate.user().get();
        var idOnly = CborMap.EMPTY.with("id", new Cbor.ByteString(user.bytes("id")));
        return answer.with(4, isNamed ? user : idOnly);
    }

    private static CborMap descriptor(Bytes id) {
        return CborMap.EMPTY.with("id", new Cbor.ByteString(id)).with("type", new Cbor.Text(PUBLIC_KEY));
    }

    /// Authenticator data without a credential (WebAuthn, 6.1).
    private Bytes authenticatorData(Bytes rpIdHash, int flags) {
        return rpIdHash.plus(Bytes.of(flags)).plus(credentials.count());
    }

    private static int verified(boolean isVerified) {
        return isVerified ? USER_VERIFIED : 0;
    }

    private static Bytes sign(CardKey key, Bytes message) {
        try {
            return key.sign(SIGNATURE, message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK cannot sign on P-256", e);
        }
    }

    private static void requireOptions(CborMap parameters, long options) throws CtapException {
        if (parameters.option(options, "uv", false)) {
            throw new CtapException(CtapStatus.UNSUPPORTED_OPTION); // neither fingerprint nor PIN pad
        }
    }

    private static void requireAlgorithm(List<Cbor> offered) throws CtapException {
        if (offered.isEmpty()) {
            throw new CtapException(CtapStatus.MISSING_PARAMETER);
        }
        boolean isKnown = false;
        for (Cbor parameters : offered) {
            CborMap one = asMap(parameters);
            isKnown |= one.number("alg") == CoseKey.ES256 && one.text("type").equals(PUBLIC_KEY);
        }
        if (!isKnown) {
            throw new CtapException(CtapStatus.UNSUPPORTED_ALGORITHM);
        }
    }

    private static List<Bytes> ids(List<Cbor> descriptors) throws CtapException {
        var ids = new ArrayList<Bytes>();
        for (Cbor descriptor : descriptors) {
            ids.add(asMap(descriptor).bytes("id"));
        }
        return ids;
    }

    private static CborMap asMap(Cbor value) throws CtapException {
        if (value instanceof CborMap map) {
            return map;
        }
        throw new CtapException(CtapStatus.UNEXPECTED_TYPE);
    }
}
