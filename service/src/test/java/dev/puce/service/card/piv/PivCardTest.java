package dev.puce.service.card.piv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.service.card.TestedCard;
import dev.puce.service.card.keycard.KeyCard;
import dev.puce.service.card.keys.BlockCipher;
import dev.puce.service.card.keys.CardRandom;
import dev.puce.service.card.keys.KeyAlgorithm;
import dev.puce.service.card.keys.Personalization;
import java.io.ByteArrayInputStream;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PivCardTest {
    private static final String SELECT = "00A4040009A00000030800001000";
    private static final String PIN = "00200080 08 313233343536FFFF";
    private static final String WRONG_PIN = "00200080 08 393939393939FFFF";
    private static final BlockCipher MANAGEMENT =
            BlockCipher.tripleDes(Bytes.hex("010203040506070801020304050607080102030405060708"));

    private TestedCard card;

    @BeforeEach
    void select() throws Exception {
        card = new TestedCard(KeyCard.PIV.card(CardRandom.fresh()));
        assertThat(card.ok(SELECT)).isEqualTo(Bytes.hex("61114F0600001000010079074F05A000000308"));
    }

    private void authenticate(String algorithm, BlockCipher cipher) throws Exception {
        Bytes challenge = card.ok("0087" + algorithm + "9B 04 7C028100 00").from(4);
        Bytes response =
                BerTlv.of("7C", BerTlv.of("82", cipher.encrypt(challenge))).encode();
        card.ok(0x87, Integer.parseInt(algorithm + "9B", 16), response);
    }

    private static Bytes content(Bytes answer, String tag) throws Exception {
        return BerTlv.readAll(answer).getFirst().find(tag).orElseThrow().value();
    }

    /// @param number last byte of the data object's tag
    private Bytes certificate(String number) throws Exception {
        Bytes object = card.ok(0xCB, 0x3FFF, Bytes.hex("5C035FC1" + number));
        return BerTlv.readAll(BerTlv.readAll(object).getFirst().value())
                .getFirst()
                .value();
    }

    @Test
    void key_of_the_certificate_signs() throws Exception {
        Bytes certificate = certificate("05");
        var key = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate.toArray()))
                .getPublicKey();
        String command = "0087119A 26 7C24 8200 8120" + "11".repeat(32) + "00";
        card.expect("6982", command);
        card.ok(PIN);
        var verifier = Signature.getInstance("NONEwithECDSA");
        verifier.initVerify(key);
        verifier.update(Bytes.hex("11".repeat(32)).toArray());
        assertThat(verifier.verify(content(card.ok(command), "82").toArray())).isTrue();
    }

    @Test
    void mutual_authentication_proves_both_sides() throws Exception {
        card.expect("6982", "0047009C 05 AC03800111 00");
        Bytes witness = card.ok("0087039B 04 7C028000 00").from(4);
        Bytes answer = BerTlv.of(
                        "7C",
                        BerTlv.of("80", MANAGEMENT.decrypt(witness)),
                        BerTlv.of("81", Bytes.hex("0102030405060708")))
                .encode();
        assertThat(content(card.ok(0x87, 0x039B, answer), "82"))
                .isEqualTo(MANAGEMENT.encrypt(Bytes.hex("0102030405060708")));
        card.ok("0047009C 05 AC03800111 00");
    }

    @Test
    void witness_counts_once() throws Exception {
        card.expect("6982", "0087039B 16 7C14 80080000000000000000 81080000000000000000 00");
        card.expect("6982", "0087039B 0C 7C0A 82080000000000000000 00");
        card.expect("6982", "0047009C 05 AC03800111 00");
    }

    @Test
    void signature_key_wants_the_pin_each_time() throws Exception {
        String command = "0087119C 26 7C24 8200 8120" + "22".repeat(32) + "00";
        card.ok(PIN);
        card.ok(command);
        card.expect("6982", command);
        card.ok(PIN);
        card.ok(command);
    }

    @Test
    void card_authentication_key_wants_no_pin() throws Exception {
        card.ok("0087119E 26 7C24 8200 8120" + "22".repeat(32) + "00");
    }

    @Test
    void pin_blocks_and_the_puk_unblocks_it() throws Exception {
        card.expect("63C3", "00200080");
        card.expect("63C2", WRONG_PIN);
        card.expect("63C1", WRONG_PIN);
        card.expect("63C0", WRONG_PIN);
        card.expect("6983", PIN);
        card.expect("63C2", "002C0080 10 3939393939393939 363534333231FFFF");
        card.ok("002C0080 10 3132333435363738 363534333231FFFF");
        card.ok("00200080 08 363534333231FFFF");
        card.ok("0020FF80");
        card.expect("63C3", "00200080");
    }

    @Test
    void pin_has_6_to_8_characters() throws Exception {
        card.expect("6A80", "00240080 10 313233343536FFFF 3132333435FFFFFF");
        card.expect("6A80", "00200080 06 313233343536");
        card.ok("00240080 10 313233343536FFFF 3132333435363738");
        card.ok("00200080 08 3132333435363738");
    }

    @Test
    void imported_p256_key_agrees_on_the_secret_of_nist() throws Exception {
        // NIST CAVS, ECC CDH primitive, P-256, count 0.
        authenticate("03", MANAGEMENT);
        card.ok("00FE119D 22 0620 7d7dc5f71eb29ddaf80d6214632eeae03d9058af1fb6d22ed80badb62bc1a534");
        card.ok(PIN);
        Bytes secret = card.ok("0087119D 47 7C45 8200 8541 04"
                + "700c48f77f56584c5cc632ca65640db91b6bacce3a4df6b42ce7cc838833d287"
                + "db71e509e3fd9b060ddb20ba5c51dcc5948d46fbf640dfe0441782cab85fa4ac 00");
        assertThat(content(secret, "82"))
                .isEqualTo(Bytes.hex("46fc62106420ff012e54a434fbdd2d25ccc5852060561e68040dd7778997bd7b"));
    }

    @Test
    void generated_rsa_key_decrypts_blocks() throws Exception {
        authenticate("03", MANAGEMENT);
        Bytes key = card.ok(0x47, 0x009D, Bytes.hex("AC03800107"));
        assertThat(content(key, "81").length()).isEqualTo(256);
        card.ok(PIN);
        var template = BerTlv.of("7C", BerTlv.of("82", Bytes.EMPTY), BerTlv.of("81", Bytes.of(new byte[256])));
        assertThat(content(card.ok(0x87, 0x079D, template.encode()), "82")).isEqualTo(Bytes.of(new byte[256]));
        var tooLong = BerTlv.of("7C", BerTlv.of("82", Bytes.EMPTY), BerTlv.of("81", Bytes.of(new byte[255])));
        assertThat(card.send(0x87, 0x079D, tooLong.encode()).status()).hasToString("6A80");
    }

    @Test
    void data_objects_are_written_and_removed_by_the_administrator() throws Exception {
        card.expect("6982", "00DB3FFF 09 5C035FC106 5302CAFE");
        authenticate("03", MANAGEMENT);
        card.ok("00DB3FFF 09 5C035FC106 5302CAFE");
        assertThat(card.ok("00CB3FFF 05 5C035FC106 00")).isEqualTo(Bytes.hex("5302CAFE"));
        card.ok("00DB3FFF 07 5C035FC106 5300");
        card.expect("6A82", "00CB3FFF 05 5C035FC106 00");
    }

    @Test
    void printed_information_needs_the_pin() throws Exception {
        card.expect("6982", "00CB3FFF 05 5C035FC109 00");
        card.ok(PIN);
        card.ok("00CB3FFF 05 5C035FC109 00");
        assertThat(card.ok("00CB3FFF 03 5C017E 00")).isEqualTo(Bytes.hex("7E124F0BA0000003080000100001005F2F024000"));
    }

    @Test
    void management_key_changes_its_algorithm() throws Exception {
        authenticate("03", MANAGEMENT);
        Bytes key = Bytes.hex("000102030405060708090A0B0C0D0E0F");
        card.ok("00FFFFFF 13 08 9B 10 000102030405060708090A0B0C0D0E0F");
        card.reset();
        card.ok(SELECT);
        card.expect("6A86", "0087039B 04 7C028100 00");
        authenticate("08", BlockCipher.aes(key));
        assertThat(card.ok("00F7009B00")).isEqualTo(Bytes.hex("010108 02020001 050100"));
    }

    @Test
    void metadata_describe_pins_and_keys() throws Exception {
        assertThat(card.ok("00F7008000")).isEqualTo(Bytes.hex("0101FF 050101 06020303"));
        assertThat(card.ok("00F7009C00").slice(0, 10)).isEqualTo(Bytes.hex("010111 02020301 030101"));
        card.expect("6A88", "00F7008200");
        card.expect("6A88", "00F7009600");
    }

    @Test
    void attestation_certifies_a_generated_key_only() throws Exception {
        var factory = CertificateFactory.getInstance("X.509");
        Bytes signer = card.ok(0xCB, 0x3FFF, Bytes.hex("5C035FFF01"));
        Bytes signerCertificate = BerTlv.readAll(
                        BerTlv.readAll(signer).getFirst().value())
                .getFirst()
                .value();
        var issuer =
                (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(signerCertificate.toArray()));
        var attestation = (X509Certificate) factory.generateCertificate(
                new ByteArrayInputStream(card.ok(0xF9, 0x9A00, Bytes.EMPTY).toArray()));
        var key = factory.generateCertificate(
                        new ByteArrayInputStream(certificate("05").toArray()))
                .getPublicKey();
        attestation.verify(issuer.getPublicKey());
        assertThat(attestation.getPublicKey()).isEqualTo(key);
        assertThat(attestation.getIssuerX500Principal()).isEqualTo(issuer.getSubjectX500Principal());
        card.expect("6A80", "00F9F90000");
        card.expect("6A88", "00F9820000");
    }

    @Test
    void reset_needs_a_blocked_pin_and_puk() throws Exception {
        card.expect("6985", "00FB0000");
        for (int i = 0; i < 3; i++) {
            card.send(WRONG_PIN);
            card.send("002C0080 10 3939393939393939 363534333231FFFF");
        }
        card.ok("00FB0000");
        card.ok(PIN);
        card.expect("6A88", "0087119A 06 7C04 8200 8100 00");
        card.ok(0xCB, 0x3FFF, Bytes.hex("5C035FFF01"));
    }

    @Test
    void select_of_another_application_fails_and_changes_nothing() throws Exception {
        card.ok(PIN);
        card.expect("6A82", "00A4040005A000000527");
        card.ok("00200080");
        card.expect("6E00", "80CB3FFF 03 5C017E 00");
        card.expect("6882", "0CCB3FFF 03 5C017E 00");
    }

    @Test
    void card_is_made_for_a_person() throws Exception {
        var ada = new Personalization(Optional.of("Ada Lovelace"), Optional.of(KeyAlgorithm.RSA2048));
        card = new TestedCard(KeyCard.PIV.card(ada, CardRandom.fresh()));
        card.ok(SELECT);
        Bytes certificate = certificate("01");
        assertThat(CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(certificate.toArray()))
                        .toString())
                .contains("Ada Lovelace");
    }
}
