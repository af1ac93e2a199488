package dev.puce.service.card.emrtd;

import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.keys.BlockCipher;
import dev.puce.service.card.keys.CardRandom;
import dev.puce.service.card.keys.MessageAuthentication;
import dev.puce.service.card.keys.PrimeCurve;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.security.spec.ECPoint;

/// One run of PACE with generic mapping on P-256 and AES-128 (ICAO Doc 9303, part 11, 4.4). It starts with MSE:Set AT
/// and takes four GENERAL AUTHENTICATE commands.
final class Pace {
    /// Object identifier id-PACE-ECDH-GM-AES-CBC-CMAC-128.
    static final Bytes PROTOCOL = Bytes.hex("04007F00070202040202");

    /// Number of the standardized domain parameters: NIST P-256.
    static final int PARAMETERS = 12;

    private static final int NONCE = 16;
    private static final int TOKEN = 8;

    private final PrimeCurve curve;
    private final Bytes passwordKey;
    private final SecureRandom random;
    private int step;
    private BigInteger nonce;
    private ECPoint generator;
    private Bytes peer;
    private Bytes own;
    private Bytes secret;

    /// @param password hash of the MRZ's key information, or the CAN
    Pace(Bytes password, SecureRandom random) {
        try {
            this.curve = PrimeCurve.of(PrimeCurve.parameters("secp256r1"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
        this.passwordKey = KeyDerivation.derive(password, KeyDerivation.PASSWORD);
        this.random = random;
    }

    /// The next step.
    ///
    /// @param request dynamic authentication data (7C)
    /// @return those of the answer
    /// @throws RefusedException if the step is out of order (6985), a point is wrong (6A80), or the password
    /// (6300)
    BerTlv next(BerTlv request) throws RefusedException {
        try {
            return switch (step++) {
                case 0 -> BerTlv.of("80", encryptedNonce());
                case 1 -> BerTlv.of("82", map(part(request, "81")));
                case 2 -> BerTlv.of("84", agree(part(request, "83")));
                case 3 -> BerTlv.of("86", confirm(part(request, "85")));
                default -> throw new RefusedException(StatusWord.CONDITIONS_NOT_SATISFIED);
            };
        } catch (InvalidKeyException e) {
            throw new RefusedException(StatusWord.WRONG_DATA);
        }
    }

    /// Whether both sides have the same password.
    boolean isDone() {
        return step == 4;
    }

    /// The protection of the commands that follow.
    SecureMessaging session() {
        return SecureMessaging.aes(secret);
    }

    private Bytes encryptedNonce() {
        Bytes plain = Bytes.of(CardRandom.bytes(random, NONCE));
        nonce = PrimeCurve.number(plain);
        var cipher = BlockCipher.aes(passwordKey);
        return cipher.encryptChain(cipher.zeros(), plain);
    }

    /// Generic mapping: a new generator from the nonce and a shared point (4.4.3.3.1).
    private Bytes map(Bytes point) throws InvalidKeyException {
        BigInteger key = privateNumber();
        ECPoint shared = curve.multiply(key, curve.decode(point));
        generator = curve.add(curve.multiply(nonce, curve.g()), shared);
        return curve.encode(curve.multiply(key, curve.g()));
    }

    private Bytes agree(Bytes point) throws InvalidKeyException {
        BigInteger key = privateNumber();
        peer = point;
        own = curve.encode(curve.multiply(key, generator));
        if (peer.equals(own)) {
            throw new InvalidKeyException("the reader sent the card's own point");
        }
        ECPoint shared = curve.multiply(key, curve.decode(point));
        secret = PrimeCurve.fixed(shared.getAffineX(), curve.size());
        return own;
    }

    private Bytes confirm(Bytes token) throws RefusedException {
        if (!token.equals(token(own))) {
            step = 5;
            throw new RefusedException(new StatusWord(0x6300));
        }
        return token(peer);
    }

    /// MAC of a public key (4.4.3.4).
    private Bytes token(Bytes point) {
        var input = BerTlv.of("7F49", BerTlv.of("06", PROTOCOL), BerTlv.of("86", point));
        Bytes key = KeyDerivation.derive(secret, KeyDerivation.MAC);
        return MessageAuthentication.cmac(key, input.encode()).slice(0, TOKEN);
    }

    private BigInteger privateNumber() {
        BigInteger number;
        do {
            number = new BigInteger(curve.n().bitLength(), random);
        } while (number.signum() == 0 || number.compareTo(curve.n()) >= 0);
        return number;
    }

    private static Bytes part(BerTlv request, String tag) throws RefusedException {
        return request.find(tag).map(BerTlv::value).orElseThrow(() -> new RefusedException(StatusWord.WRONG_DATA));
    }
}
