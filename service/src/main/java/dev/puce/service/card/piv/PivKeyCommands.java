package dev.puce.service.card.piv;

import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.ResponseApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.keys.CardKey;
import dev.puce.service.card.keys.KeyAlgorithm;
import dev.puce.service.card.keys.KeyAlgorithm.Family;
import dev.puce.service.card.keys.KeyImport;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;

/// GENERATE ASYMMETRIC KEY PAIR, GENERAL AUTHENTICATE (NIST SP 800-73-5, part 2, 3.3.1 and 3.2.4) and Yubico's IMPORT
/// ASYMMETRIC KEY.
final class PivKeyCommands {
    private static final Bytes EXPONENT = Bytes.hex("010001");

    private final PivKeys keys;
    private final Pins pins;
    private final ManagementKey management;
    private final SecureRandom random;

    PivKeyCommands(PivKeys keys, Pins pins, ManagementKey management, SecureRandom random) {
        this.keys = keys;
        this.pins = pins;
        this.management = management;
        this.random = random;
    }

    /// Generates a key of the algorithm in the control reference template AC.
    ResponseApdu generate(CommandApdu command) throws RefusedException {
        management.require();
        PivSlot slot = PivSlot.of(command.p2());
        BerTlv template = only(command.data(), "AC");
        int identifier = number(template, "80").orElseThrow(() -> new RefusedException(StatusWord.WRONG_DATA));
        CardKey key =
                PivAlgorithm.of(identifier, StatusWord.WRONG_DATA).algorithm().generate(random);
        keys.write(slot, key, policy(template), PivKeys.GENERATED);
        return new ResponseApdu(BerTlv.of("7F49", key.publicKeyObjects()).encode(), StatusWord.OK);
    }

    /// Imports a key: primes 01 and 02, or the private number 06, seed 07 or scalar 08.
    ResponseApdu importKey(CommandApdu command) throws RefusedException {
        management.require();
        KeyAlgorithm algorithm =
                PivAlgorithm.of(command.p1(), StatusWord.WRONG_P1_P2).algorithm();
        PivSlot slot = PivSlot.of(command.p2());
        BerTlv parts = BerTlv.of("30", command.data());
        try {
            CardKey key = algorithm.family() == Family.RSA
                    ? KeyImport.rsa(EXPONENT, part(parts, "01"), part(parts, "02"))
                    : KeyImport.curve(algorithm, part(parts, secretTag(algorithm)));
            if (key.algorithm() != algorithm) {
                throw new RefusedException(StatusWord.WRONG_DATA);
            }
            keys.write(slot, key, policy(parts), PivKeys.IMPORTED);
            return new ResponseApdu(StatusWord.OK);
        } catch (GeneralSecurityException e) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
    }

    private static String secretTag(KeyAlgorithm algorithm) {
        return switch (algorithm.family()) {
            case EDWARDS -> "07";
            case MONTGOMERY -> "08";
            default -> "06";
        };
    }

    /// Authenticates an administrator (9B), signs, decrypts or agrees on a secret.
    ResponseApdu authenticate(CommandApdu command) throws RefusedException {
        BerTlv template = only(command.data(), "7C");
        if (command.p2() == ManagementKey.REFERENCE) {
            // 00 is an older name of triple DES.
            int algorithm = command.p1() == 0 ? ManagementKey.TRIPLE_DES : command.p1();
            if (algorithm != management.algorithm()) {
                throw new RefusedException(StatusWord.WRONG_P1_P2);
            }
            BerTlv answer = management.step(template);
            return answer.value().isEmpty() ? new ResponseApdu(StatusWord.OK) : answer(answer);
        }
        PivSlot slot = PivSlot.of(command.p2());
        CardKey key = keys.require(slot);
        KeyAlgorithm algorithm =
                PivAlgorithm.of(command.p1(), StatusWord.WRONG_P1_P2).algorithm();
        if (key.algorithm() != algorithm) {
            throw new RefusedException(StatusWord.WRONG_P1_P2);
        }
        pins.permit(keys.policy(slot));
        return answer(BerTlv.of("82", use(key, template)));
    }

    private static ResponseApdu answer(BerTlv content) {
        return new ResponseApdu(BerTlv.of("7C", content).encode(), StatusWord.OK);
    }

    /// Signs the challenge 81, or agrees on a secret with the owner of point 85. RSA blocks come padded.
    private static Bytes use(CardKey key, BerTlv template) throws RefusedException {
        Optional<Bytes> point = template.find("85").map(BerTlv::value);
        try {
            if (point.isPresent()) {
                return switch (key.algorithm().family()) {
                    case EC, MONTGOMERY -> key.agree(point.get());
                    case RSA, EDWARDS -> throw new RefusedException(StatusWord.WRONG_DATA);
                };
            }
            Bytes challenge = part(template, "81");
            return switch (key.algorithm().family()) {
                case RSA -> {
                    if (challenge.length() != key.algorithm().size()) {
                        throw new RefusedException(StatusWord.WRONG_DATA);
                    }
                    yield key.exponentiate(challenge);
                }
                case EC -> key.signHashAsDer(challenge);
                case EDWARDS -> key.signMessage(challenge);
                case MONTGOMERY -> throw new RefusedException(StatusWord.WRONG_DATA);
            };
        } catch (GeneralSecurityException e) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
    }

    private static PivSlot.PinPolicy policy(BerTlv template) throws RefusedException {
        return PivSlot.PinPolicy.of(number(template, "AA").orElse(0))
                .orElseThrow(() -> new RefusedException(StatusWord.WRONG_DATA));
    }

    private static BerTlv only(Bytes data, String tag) throws RefusedException {
        return BerTlv.tryReadAll(data)
                .map(objects -> objects.getFirst())
                .filter(object -> object.tag().toString().equals(tag))
                .orElseThrow(() -> new RefusedException(StatusWord.WRONG_DATA));
    }

    private static Bytes part(BerTlv template, String tag) throws RefusedException {
        return template.find(tag).map(BerTlv::value).orElseThrow(() -> new RefusedException(StatusWord.WRONG_DATA));
    }

    private static Optional<Integer> number(BerTlv template, String tag) {
        return template.find(tag)
                .map(BerTlv::value)
                .filter(value -> value.length() == 1)
                .map(value -> value.get(0));
    }
}
