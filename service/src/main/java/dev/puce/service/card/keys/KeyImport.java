package dev.puce.service.card.keys;

import dev.puce.iso7816.Bytes;
import dev.puce.service.card.keys.KeyAlgorithm.Family;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;

/// Makes key pairs of the private numbers that clients import.
public final class KeyImport {
    private KeyImport() {}

    /// The RSA key of two primes.
    ///
    /// @param exponent public exponent
    /// @throws InvalidKeyException if they are not those of a key that cards have
    public static CardKey rsa(Bytes exponent, Bytes prime1, Bytes prime2) throws GeneralSecurityException {
        var e = PrimeCurve.number(exponent);
        var p = PrimeCurve.number(prime1);
        var q = PrimeCurve.number(prime2);
        var p1 = p.subtract(BigInteger.ONE);
        var q1 = q.subtract(BigInteger.ONE);
        if (p1.signum() <= 0 || q1.signum() <= 0 || p.equals(q)) {
            throw new InvalidKeyException("the primes of an RSA key are different and above 1");
        }
        try {
            var d = e.modInverse(p1.multiply(q1));
            var n = p.multiply(q);
            var factory = KeyFactory.getInstance("RSA");
            return CardKey.of(new KeyPair(
                    factory.generatePublic(new RSAPublicKeySpec(n, e)),
                    factory.generatePrivate(
                            new RSAPrivateCrtKeySpec(n, e, d, p, q, d.mod(p1), d.mod(q1), q.modInverse(p)))));
        } catch (ArithmeticException notInvertible) {
            throw new InvalidKeyException("the public exponent does not fit the primes", notInvertible);
        }
    }

    /// The key of a curve whose private number or seed is given.
    ///
    /// @param algorithm any but RSA
    /// @param secret    number (EC, most significant byte first), seed (Ed25519) or scalar (X25519, as RFC 7748
    /// orders it)
    /// @throws InvalidKeyException if it is outside the curve's range
    public static CardKey curve(KeyAlgorithm algorithm, Bytes secret) throws GeneralSecurityException {
        if (algorithm.family() == Family.EC) {
            return ec(algorithm, PrimeCurve.number(secret));
        }
        if (algorithm.family() == Family.RSA || secret.length() != algorithm.size()) {
            throw new InvalidKeyException(
                    "a private key of " + algorithm + " does not have " + secret.length() + " bytes");
        }
        var generator = KeyPairGenerator.getInstance(algorithm.family().jdkName());
        generator.initialize(algorithm.parameters(), new FixedRandom(secret.toArray()));
        return CardKey.of(generator.generateKeyPair());
    }

    private static CardKey ec(KeyAlgorithm algorithm, BigInteger secret) throws GeneralSecurityException {
        var spec = PrimeCurve.parameters(algorithm.curve());
        if (secret.signum() == 0 || secret.compareTo(spec.getOrder()) >= 0) {
            throw new InvalidKeyException("the private number is not below the order of the curve");
        }
        var point = PrimeCurve.of(spec).multiply(secret, spec.getGenerator());
        var factory = KeyFactory.getInstance("EC");
        return CardKey.of(new KeyPair(
                factory.generatePublic(new ECPublicKeySpec(point, spec)),
                factory.generatePrivate(new ECPrivateKeySpec(secret, spec))));
    }
}
