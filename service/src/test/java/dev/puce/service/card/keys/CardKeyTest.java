package dev.puce.service.card.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CardKeyTest {
    /// RFC 6979, A.2.5, A.2.6 and A.2.7: private numbers and the x coordinates of their public keys.
    @ParameterizedTest
    @CsvSource({
        "P256, C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721,"
                + "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6",
        "P384, 6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5,"
                + "EC3A4E415B4E19A4568618029F427FA5DA9A8BC4AE92E02E06AAE5286B300C64DEF8F0EA9055866064A254515480BC13",
        "P521, 00FAD06DAA62BA3B25D2FB40133DA757205DE67F5BB0018FEE8C86E1B68C7E75CAA896EB32F1F47C70855836A6D16FCC1466F6D8FB"
                + "EC67DB89EC0C08B0E996B83538,01894550D0785932E00EAA23B694F213F8C3121F86DC97A04E5A7167DB4E5BCD371123"
                + "D46E45DB6B5D5370A7F20FB633155D38FFA16D2BD761DCAC474B9A2F5023A4"
    })
    void computes_the_public_key_of_rfc_6979(KeyAlgorithm algorithm, String secret, String x) throws Exception {
        var key = KeyImport.curve(algorithm, Bytes.hex(secret));
        assertThat(key.rawPublicKey().slice(1, 1 + algorithm.size())).isEqualTo(Bytes.hex(x));
    }

    /// RFC 8032, 7.1, test 2.
    @Test
    void signs_the_message_of_rfc_8032() throws GeneralSecurityException {
        var key = KeyImport.curve(
                KeyAlgorithm.ED25519, Bytes.hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
        assertThat(key.rawPublicKey())
                .isEqualTo(Bytes.hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
        assertThat(key.signMessage(Bytes.hex("72")))
                .isEqualTo(Bytes.hex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"));
    }

    /// RFC 7748, 5.2, first vector.
    @Test
    void agrees_on_the_secret_of_rfc_7748() throws GeneralSecurityException {
        var key = KeyImport.curve(
                KeyAlgorithm.X25519, Bytes.hex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"));
        assertThat(key.agree(Bytes.hex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c")))
                .isEqualTo(Bytes.hex("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"));
    }

    @ParameterizedTest
    @EnumSource(names = {"RSA2048", "P256", "P384", "P521", "ED25519", "X25519"})
    void survives_encoding(KeyAlgorithm algorithm) throws InvalidKeyException {
        var key = algorithm.generate(CardRandom.fresh());
        var read = CardKey.decode(key.encode());
        assertThat(read.algorithm()).isEqualTo(algorithm);
        assertThat(read.rawPublicKey()).isEqualTo(key.rawPublicKey());
        assertThat(read.privateKey()).isEqualTo(key.privateKey());
    }

    @ParameterizedTest
    @EnumSource(names = {"RSA2048", "P256", "ED25519"})
    void certificate_verifies_with_its_key(KeyAlgorithm algorithm) throws Exception {
        var random = CardRandom.fresh();
        var key = algorithm.generate(random);
        Bytes encoded = SelfMadeCertificate.selfSigned("Ada", key).encode(random);
        var certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(encoded.toArray()));
        certificate.verify(key.publicKey());
        certificate.checkValidity();
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("O=puce,CN=Ada");
        assertThat(certificate.getBasicConstraints()).isNotNegative();
    }

    @ParameterizedTest
    @EnumSource(names = {"RSA2048", "P256", "ED25519", "X25519"})
    void seed_makes_keys_reproducible(KeyAlgorithm algorithm) {
        var one = algorithm.generate(CardRandom.seeded(5)).rawPublicKey();
        assertThat(algorithm.generate(CardRandom.seeded(5)).rawPublicKey()).isEqualTo(one);
        assertThat(algorithm.generate(CardRandom.seeded(6)).rawPublicKey()).isNotEqualTo(one);
    }

    @Test
    void rsa_key_of_two_primes_signs() throws Exception {
        var made = (RSAPrivateCrtKey)
                KeyAlgorithm.RSA2048.generate(CardRandom.fresh()).privateKey();
        var key = KeyImport.rsa(
                Bytes.hex("010001"),
                Bytes.of(made.getPrimeP().toByteArray()),
                Bytes.of(made.getPrimeQ().toByteArray()));
        var verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(key.publicKey());
        verifier.update(new byte[] {1, 2, 3});
        assertThat(verifier.verify(key.sign("SHA256withRSA", Bytes.of(1, 2, 3)).toArray()))
                .isTrue();
    }

    @Test
    void point_off_the_curve_is_refused() {
        var key = KeyAlgorithm.P256.generate(CardRandom.fresh());
        Bytes point = key.rawPublicKey();
        Bytes wrong = point.slice(0, 64).plus(Bytes.of(point.get(64) ^ 1));
        assertThatThrownBy(() -> key.agree(wrong)).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> key.agree(Bytes.hex("04"))).isInstanceOf(InvalidKeyException.class);
    }
}
