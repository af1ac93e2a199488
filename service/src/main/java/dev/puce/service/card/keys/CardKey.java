package dev.puce.service.card.keys;

import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.MalformedDataException;
import dev.puce.service.card.keys.KeyAlgorithm.Family;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;

/// A key pair on a card and what cards do with it.
///
/// @param algorithm  kind of the key pair
/// @param privateKey the half that a real card never lets out
/// @param publicKey  the other half
public record CardKey(KeyAlgorithm algorithm, PrivateKey privateKey, PublicKey publicKey) {
    private static final String OCTETS = "04";

    /// A pair of the JDK.
    ///
    /// @throws InvalidKeyException if cards have no keys of that algorithm or length
    public static CardKey of(KeyPair pair) throws InvalidKeyException {
        PublicKey key = pair.getPublic();
        Family family = Arrays.stream(Family.values())
                .filter(candidate -> candidate.jdkName().equals(key.getAlgorithm()))
                .findFirst()
                .orElseThrow(() -> new InvalidKeyException("cards have no " + key.getAlgorithm() + " keys"));
        int bits = bits(key);
        KeyAlgorithm algorithm = Arrays.stream(KeyAlgorithm.values())
                .filter(candidate -> candidate.family() == family && candidate.bits() == bits)
                .findFirst()
                .orElseThrow(() -> new InvalidKeyException("cards have no " + family + " keys of " + bits + " bits"));
        return new CardKey(algorithm, pair.getPrivate(), key);
    }

    private static int bits(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> rsa.getModulus().bitLength();
            case ECPublicKey ec -> ec.getParams().getCurve().getField().getFieldSize();
            default -> 256;
        };
    }

    /// Reads what [#encode] wrote.
    ///
    /// @throws InvalidKeyException if it is not such a pair
    public static CardKey decode(Bytes encoded) throws InvalidKeyException {
        try {
            var parts = BerTlv.readAll(encoded);
            for (Family family : Family.values()) {
                var pair = tryDecode(family, parts.get(0).value(), parts.get(1).value());
                if (pair != null) {
                    return of(pair);
                }
            }
        } catch (MalformedDataException | IndexOutOfBoundsException e) {
            throw new InvalidKeyException("a key pair is two octet strings, PKCS#8 and X.509", e);
        }
        throw new InvalidKeyException("the two parts are not a key pair that the JDK knows");
    }

    private static KeyPair tryDecode(Family family, Bytes privateKey, Bytes publicKey) {
        try {
            var factory = KeyFactory.getInstance(family.jdkName());
            return new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(publicKey.toArray())),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(privateKey.toArray())));
        } catch (GeneralSecurityException _) {
            return null; // of another family
        }
    }

    /// The pair as bytes: two octet strings, the private key in PKCS#8 and the public one in X.509 form.
    public Bytes encode() {
        return BerTlv.of(OCTETS, Bytes.of(privateKey.getEncoded()))
                .encode()
                .plus(BerTlv.of(OCTETS, Bytes.of(publicKey.getEncoded())).encode());
    }

    /// Whether the key makes signatures.
    public boolean signs() {
        return algorithm.family() != Family.MONTGOMERY;
    }

    /// The public key without an envelope: the modulus, the point (04, x, y), or the 32 bytes of RFC 7748 and
    /// 8032.
    public Bytes rawPublicKey() {
        if (publicKey instanceof RSAPublicKey rsa) {
            return PrimeCurve.fixed(rsa.getModulus(), algorithm.size());
        }
        Bytes encoded = Bytes.of(publicKey.getEncoded());
        return encoded.from(encoded.length() - rawLength());
    }

    private int rawLength() {
        return algorithm.family() == Family.EC ? 1 + 2 * algorithm.size() : algorithm.size();
    }

    /// RSA's public exponent, in as few bytes as possible.
    ///
    /// @throws IllegalStateException if it is another key
    public Bytes publicExponent() {
        if (publicKey instanceof RSAPublicKey rsa) {
            var exponent = rsa.getPublicExponent();
            return PrimeCurve.fixed(exponent, (exponent.bitLength() + 7) / 8);
        }
        throw new IllegalStateException(algorithm + " keys have no public exponent");
    }

    /// The public key as cards return it after generation: modulus 81 and exponent 82, or point 86 (ISO/IEC
    /// 7816-8:2021, table 3).
    public Bytes publicKeyObjects() {
        if (algorithm.family() == Family.RSA) {
            return BerTlv.of("81", rawPublicKey())
                    .encode()
                    .plus(BerTlv.of("82", publicExponent()).encode());
        }
        return BerTlv.of("86", rawPublicKey()).encode();
    }

    /// RSA signature of a DigestInfo, or of anything else that leaves 11 bytes for padding (PKCS #1, 8.2 with the hash
    /// done).
    ///
    /// @throws GeneralSecurityException if the data do not fit, or the key is not RSA
    public Bytes signPadded(Bytes digestInfo) throws GeneralSecurityException {
        return rsa("RSA/ECB/PKCS1Padding", Cipher.ENCRYPT_MODE, digestInfo);
    }

    /// RSA decryption with padding of type 2 (PKCS #1, 7.2.2).
    ///
    /// @throws GeneralSecurityException if the padding is wrong, or the key is not RSA
    public Bytes decryptPadded(Bytes cryptogram) throws GeneralSecurityException {
        return rsa("RSA/ECB/PKCS1Padding", Cipher.DECRYPT_MODE, cryptogram);
    }

    /// The private RSA operation alone: the caller pads and unpads.
    ///
    /// @throws GeneralSecurityException if the block is not below the modulus, or the key is not RSA
    public Bytes exponentiate(Bytes block) throws GeneralSecurityException {
        return rsa("RSA/ECB/NoPadding", Cipher.DECRYPT_MODE, block);
    }

    private Bytes rsa(String transformation, int mode, Bytes data) throws GeneralSecurityException {
        var cipher = Cipher.getInstance(transformation);
        cipher.init(mode, privateKey);
        return Bytes.of(cipher.doFinal(data.toArray()));
    }

    /// ECDSA signature of a hash as r and s in a row, each as long as a coordinate.
    ///
    /// @throws GeneralSecurityException if the hash is longer than 64 bytes, or the key has no such curve
    public Bytes signHash(Bytes hash) throws GeneralSecurityException {
        return sign("NONEwithECDSAinP1363Format", hash);
    }

    /// ECDSA signature of a hash in DER (RFC 3279, 2.2.3).
    ///
    /// @throws GeneralSecurityException if the hash is longer than 64 bytes, or the key has no such curve
    public Bytes signHashAsDer(Bytes hash) throws GeneralSecurityException {
        return sign("NONEwithECDSA", hash);
    }

    /// Ed25519 signature of a message (RFC 8032).
    public Bytes signMessage(Bytes message) throws GeneralSecurityException {
        return sign("Ed25519", message);
    }

    /// Signature of a message with a named scheme of the JDK, such as `SHA256withECDSA`.
    public Bytes sign(String scheme, Bytes message) throws GeneralSecurityException {
        var signature = Signature.getInstance(scheme);
        signature.initSign(privateKey);
        signature.update(message.toArray());
        return Bytes.of(signature.sign());
    }

    /// The secret shared with the owner of a public key: the x coordinate, or what X25519 gives.
    ///
    /// @param peer as [#rawPublicKey] has it
    /// @throws GeneralSecurityException if it is not a public key for this one
    public Bytes agree(Bytes peer) throws GeneralSecurityException {
        if (peer.length() != rawLength()) {
            throw new InvalidKeyException(
                    "a public key of " + algorithm + " has " + rawLength() + " bytes, not " + peer.length());
        }
        Bytes own = Bytes.of(publicKey.getEncoded());
        Bytes envelope = own.slice(0, own.length() - rawLength());
        var agreement = KeyAgreement.getInstance(algorithm.family() == Family.EC ? "ECDH" : "XDH");
        agreement.init(privateKey);
        var factory = KeyFactory.getInstance(algorithm.family().jdkName());
        agreement.doPhase(
                factory.generatePublic(
                        new X509EncodedKeySpec(envelope.plus(peer).toArray())),
                true);
        return Bytes.of(agreement.generateSecret());
    }

    /// The algorithm only; the key is a secret.
    @Override
    public String toString() {
        return algorithm + " key";
    }
}
