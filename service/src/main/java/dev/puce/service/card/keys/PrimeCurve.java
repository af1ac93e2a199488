package dev.puce.service.card.keys;

import dev.puce.iso7816.Bytes;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;

/// Arithmetic on an elliptic curve over a prime field (SEC 1, 2.2.1), for what the JDK does not offer: public keys of
/// imported private ones, and PACE's mapped generators. Neither fast nor safe against side channels.
///
/// @param p prime of the field
/// @param a coefficient of x
/// @param b constant coefficient
/// @param n order of the generator
/// @param g generator
public record PrimeCurve(BigInteger p, BigInteger a, BigInteger b, BigInteger n, ECPoint g) {
    private static final BigInteger TWO = BigInteger.TWO;
    private static final BigInteger THREE = BigInteger.valueOf(3);

    /// The curve of the JDK's parameters.
    public static PrimeCurve of(ECParameterSpec spec) {
        var curve = spec.getCurve();
        var field = (ECFieldFp) curve.getField();
        return new PrimeCurve(field.getP(), curve.getA(), curve.getB(), spec.getOrder(), spec.getGenerator());
    }

    /// A curve that the JDK knows, such as `secp256r1`.
    public static ECParameterSpec parameters(String name) throws GeneralSecurityException {
        var parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(name));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    /// Bytes of a coordinate.
    public int size() {
        return (p.bitLength() + 7) / 8;
    }

    /// The sum of two points.
    public ECPoint add(ECPoint one, ECPoint other) {
        if (one.equals(ECPoint.POINT_INFINITY)) {
            return other;
        }
        if (other.equals(ECPoint.POINT_INFINITY)) {
            return one;
        }
        boolean sameX = one.getAffineX().equals(other.getAffineX());
        if (sameX && one.getAffineY().add(other.getAffineY()).mod(p).signum() == 0) {
            return ECPoint.POINT_INFINITY;
        }
        BigInteger slope = sameX
                ? THREE.multiply(one.getAffineX().pow(2))
                        .add(a)
                        .multiply(TWO.multiply(one.getAffineY()).modInverse(p))
                : other.getAffineY()
                        .subtract(one.getAffineY())
                        .multiply(other.getAffineX().subtract(one.getAffineX()).modInverse(p));
        BigInteger x = slope.pow(2)
                .subtract(one.getAffineX())
                .subtract(other.getAffineX())
                .mod(p);
        BigInteger y = slope.multiply(one.getAffineX().subtract(x))
                .subtract(one.getAffineY())
                .mod(p);
        return new ECPoint(x, y);
    }

    /// The point added `factor` times.
    public ECPoint multiply(BigInteger factor, ECPoint point) {
        ECPoint sum = ECPoint.POINT_INFINITY;
        for (int i = factor.bitLength() - 1; i >= 0; i--) {
            sum = add(sum, sum);
            if (factor.testBit(i)) {
                sum = add(sum, point);
            }
        }
        return sum;
    }

    /// Uncompressed form: 04, x, y (SEC 1, 2.3.3).
    public Bytes encode(ECPoint point) {
        return Bytes.of(4).plus(fixed(point.getAffineX(), size())).plus(fixed(point.getAffineY(), size()));
    }

    /// Reads the uncompressed form.
    ///
    /// @throws InvalidKeyException if it is not a point of the curve
    public ECPoint decode(Bytes encoded) throws InvalidKeyException {
        if (encoded.length() != 1 + 2 * size() || encoded.get(0) != 4) {
            throw new InvalidKeyException(
                    "a point of this curve has " + (1 + 2 * size()) + " bytes and begins with 04");
        }
        var x = number(encoded.slice(1, 1 + size()));
        var y = number(encoded.from(1 + size()));
        if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0 || !y.pow(2).mod(p).equals(rightSide(x))) {
            throw new InvalidKeyException("the point is not on the curve");
        }
        return new ECPoint(x, y);
    }

    private BigInteger rightSide(BigInteger x) {
        return x.pow(3).add(a.multiply(x)).add(b).mod(p);
    }

    /// The unsigned number that the bytes are, most significant first.
    public static BigInteger number(Bytes bytes) {
        return new BigInteger(1, bytes.toArray());
    }

    /// A number below 256^size in exactly `size` bytes.
    public static Bytes fixed(BigInteger number, int size) {
        byte[] bytes = number.toByteArray();
        int extra = bytes.length - size;
        if (extra >= 0) {
            return Bytes.copyOf(bytes, extra, size);
        }
        return Bytes.of(new byte[-extra]).plus(Bytes.of(bytes));
    }
}
