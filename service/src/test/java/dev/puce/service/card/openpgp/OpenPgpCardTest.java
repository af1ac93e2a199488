package dev.puce.service.card.openpgp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import dev.puce.service.card.TestedCard;
import dev.puce.service.card.keycard.KeyCard;
import dev.puce.service.card.keys.CardRandom;
import dev.puce.service.card.keys.KeyAlgorithm;
import dev.puce.service.card.keys.KeyImport;
import dev.puce.service.card.keys.Personalization;
import dev.puce.service.card.memory.CardMemory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenPgpCardTest {
    private static final String SELECT = "00A4040006D27600012401";
    private static final String SIGN_PIN = "0020008106313233343536";
    private static final String USER_PIN = "0020008206313233343536";
    private static final String WRONG_PIN = "0020008206393939393939";
    private static final String ADMIN_PIN = "00200083083132333435363738";
    private static final String WRONG_ADMIN_PIN = "00200083083939393939393939";

    private TestedCard card;

    @BeforeEach
    void select() throws Exception {
        card = new TestedCard(KeyCard.OPENPGP.card(CardRandom.fresh()));
        card.ok(SELECT);
    }

    private static Bytes ascii(String text) {
        return Bytes.ofText(text, StandardCharsets.US_ASCII);
    }

    private void importKey(String attributesTag, String attributes, String template, String parts, String values)
            throws Exception {
        card.ok(ADMIN_PIN);
        card.ok(0xDA, Integer.parseInt(attributesTag, 16), Bytes.hex(attributes));
        var list = BerTlv.of(
                "4D",
                Bytes.hex(template)
                        .plus(BerTlv.of("7F48", Bytes.hex(parts)).encode())
                        .plus(BerTlv.of("5F48", Bytes.hex(values)).encode()));
        card.ok(0xDB, 0x3FFF, list.encode());
    }

    /// RFC 8032, 7.1, test 2.
    @Test
    void imported_ed25519_key_signs_as_rfc_8032_says() throws Exception {
        importKey(
                "00C1",
                "16 2B06010401DA470F01",
                "B600",
                "9220",
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
        card.ok(SIGN_PIN);
        assertThat(card.ok("002A9E9A 01 72 00"))
                .isEqualTo(Bytes.hex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"));
        assertThat(card.ok("00CA007A00")).isEqualTo(Bytes.hex("7A 05 93 03 000001"));
    }

    /// RFC 7748, 5.2; clients import the scalar most significant byte first.
    @Test
    void imported_x25519_key_agrees_as_rfc_7748_says() throws Exception {
        importKey(
                "00C2",
                "12 2B060104019755010501",
                "B800",
                "9220",
                "c49a44ba44226a50185afcc10a4c1462dd5e46824b15163b9d7c52f06be346a5");
        card.ok(USER_PIN);
        String point = "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c";
        assertThat(card.ok("002A8086 27 A625 7F4922 8620" + point + "00"))
                .isEqualTo(Bytes.hex("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"));
    }

    @Test
    void generated_rsa_key_signs_a_digest_info() throws Exception {
        card.ok(ADMIN_PIN);
        Bytes answer = card.ok(0x47, 0x8000, Bytes.hex("B600"));
        var template = BerTlv.readAll(answer).getFirst();
        var key = KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(
                        new BigInteger(
                                1, template.find("81").orElseThrow().value().toArray()),
                        new BigInteger(
                                1, template.find("82").orElseThrow().value().toArray())));
        Bytes hash = Bytes.of(
                MessageDigest.getInstance("SHA-256").digest(ascii("text").toArray()));
        card.ok(SIGN_PIN);
        Bytes signature = card.ok(
                0x2A,
                0x9E9A,
                Bytes.hex("3031300d060960864801650304020105000420").plus(hash));
        var verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(key);
        verifier.update(ascii("text").toArray());
        assertThat(verifier.verify(signature.toArray())).isTrue();
        assertThat(card.ok(0x47, 0x8100, Bytes.hex("B600"))).isEqualTo(answer);
    }

    @Test
    void long_answer_comes_in_portions_to_short_commands() throws Exception {
        card.ok(ADMIN_PIN);
        Bytes first = card.expect("610E", "00478000 02 B600 00");
        assertThat(first.plus(card.ok("00C000000E")).startsWith(Bytes.hex("7F49 820109 81820100")))
                .isTrue();
    }

    @Test
    void chained_command_counts_as_one() throws Exception {
        card.ok(ADMIN_PIN);
        card.ok("10DA0101 02 CAFE");
        card.expect("6883", "00CA005E00");
        card.ok(USER_PIN);
        card.ok("10DA0101 02 CAFE");
        card.ok("00DA0101 01 01");
        assertThat(card.ok("00CA010100")).isEqualTo(Bytes.hex("CAFE01"));
    }

    @Test
    void pw1_blocks_after_three_tries_and_pw3_unblocks_it() throws Exception {
        card.expect("6982", WRONG_PIN);
        card.expect("63C2", "00200082");
        card.expect("6982", WRONG_PIN);
        card.expect("6983", WRONG_PIN);
        card.expect("6983", USER_PIN);
        card.expect("6982", "002C0281 06 363534333231");
        card.ok(ADMIN_PIN);
        card.ok("002C0281 06 363534333231");
        card.expect("6982", USER_PIN);
        card.ok("00200082 06 363534333231");
        card.expect("9000", "00200082");
    }

    @Test
    void right_pin_restores_the_counter() throws Exception {
        card.expect("6982", WRONG_PIN);
        card.ok(USER_PIN);
        assertThat(card.ok("00CA00C400")).isEqualTo(Bytes.hex("00 7F 7F 7F 03 00 03"));
    }

    @Test
    void resetting_code_unblocks_pw1() throws Exception {
        card.expect("6983", "002C0081 0E 3837363534333231 363534333231");
        card.ok(ADMIN_PIN);
        card.ok("00DA00D3 08 3837363534333231");
        card.ok("002C0081 0E 3837363534333231 363534333231");
        card.ok("00200081 06 363534333231");
        card.expect("6982", "002C0081 0E 3837363534333230 363534333231");
        assertThat(card.ok("00CA00C400").slice(4, 7)).isEqualTo(Bytes.hex("03 02 03"));
    }

    @Test
    void password_changes_with_the_old_one() throws Exception {
        card.ok("00240081 0C 313233343536 363534333231");
        card.expect("6982", USER_PIN);
        card.ok("00200082 06 363534333231");
        card.expect("6982", "00240083 10 3132333435363739 3837363534333231");
        card.expect("6A80", "00240083 0C 3132333435363738 38373635");
    }

    @Test
    void reset_takes_the_rights_away() throws Exception {
        card.ok(ADMIN_PIN);
        card.ok("00DA005B 03 416461");
        card.reset();
        card.expect("6985", "00CA006500");
        card.ok(SELECT);
        card.expect("6982", "00DA005B 03 416461");
        assertThat(card.ok("00CA006500")).isEqualTo(Bytes.hex("65 0B 5B03416461 5F2D00 5F3500"));
    }

    @Test
    void signature_needs_a_pin_each_time_unless_pw3_says_otherwise() throws Exception {
        card.ok(ADMIN_PIN);
        card.ok("00DA00C1 0A 162B06010401DA470F01");
        card.ok("00478000 02 B600 00");
        card.expect("6982", "002A9E9A 01 72 00");
        card.ok(SIGN_PIN);
        card.ok("002A9E9A 01 72 00");
        card.expect("6982", "002A9E9A 01 72 00");
        card.ok("00DA00C4 01 01");
        card.ok(SIGN_PIN);
        card.ok("002A9E9A 01 72 00");
        card.ok("002A9E9A 01 72 00");
        assertThat(card.ok("00CA009300")).isEqualTo(Bytes.hex("000003"));
    }

    @Test
    void other_algorithm_removes_the_key() throws Exception {
        card.ok(ADMIN_PIN);
        card.ok("00DA00C1 0A 162B06010401DA470F01");
        card.ok("00478000 02 B600 00");
        assertThat(card.ok("00CA00DE00")).isEqualTo(Bytes.hex("0101 0200 0300"));
        card.ok("00DA00C1 09 132A8648CE3D030107");
        assertThat(card.ok("00CA00DE00")).isEqualTo(Bytes.hex("0100 0200 0300"));
        card.expect("6A88", "00478100 02 B600 00");
        card.expect("6A80", "00DA00C1 01 99");
    }

    @Test
    void private_data_objects_have_their_own_rights() throws Exception {
        card.expect("6982", "00DA0103 01 01");
        card.ok(USER_PIN);
        card.ok("00DA0103 01 01");
        card.expect("6982", "00DA0104 01 02");
        card.ok(ADMIN_PIN);
        card.ok("00DA0104 01 02");
        assertThat(card.ok("00CA010300")).isEqualTo(Bytes.hex("01"));
        card.ok("0020FF82");
        card.expect("6982", "00CA010300");
        assertThat(card.ok("00CA010400")).isEqualTo(Bytes.hex("02"));
    }

    @Test
    void three_certificates_are_kept_apart() throws Exception {
        card.ok(ADMIN_PIN);
        for (int i = 0; i < 3; i++) {
            card.ok("00A5%02X04 06 60 04 5C 02 7F21".formatted(i));
            card.ok("00DA7F21 01 A%d".formatted(i));
        }
        card.ok("00A50004 06 60 04 5C 02 7F21");
        assertThat(card.ok("00CA7F2100")).isEqualTo(Bytes.hex("A0"));
        assertThat(card.ok("00CC7F2100")).isEqualTo(Bytes.hex("A1"));
        assertThat(card.ok("00CC7F2100")).isEqualTo(Bytes.hex("A2"));
        card.expect("6A88", "00CC7F2100");
    }

    @Test
    void aes_key_deciphers_what_it_enciphered() throws Exception {
        card.ok(ADMIN_PIN);
        card.ok("00DA00D5 10 000102030405060708090A0B0C0D0E0F");
        card.ok(USER_PIN);
        Bytes cryptogram = card.ok("002A8680 10 00112233445566778899AABBCCDDEEFF 00");
        // FIPS 197, appendix C.1: the first block of CBC with a zero vector.
        assertThat(cryptogram).isEqualTo(Bytes.hex("02 69C4E0D86A7B0430D8CDB78070B4C55A"));
        assertThat(card.ok(0x2A, 0x8086, cryptogram)).isEqualTo(Bytes.hex("00112233445566778899AABBCCDDEEFF"));
    }

    @Test
    void blocked_card_is_as_new_after_a_factory_reset() throws Exception {
        card.ok(ADMIN_PIN);
        card.ok("00DA005B 03 416461");
        card.ok("0020FF83");
        card.expect("6982", "00E60000");
        for (String wrong : new String[] {WRONG_PIN, WRONG_ADMIN_PIN}) {
            for (int i = 0; i < 3; i++) {
                card.send(wrong);
            }
        }
        Bytes aid = card.ok("00CA004F00");
        card.ok("00E60000");
        card.expect("6285", SELECT);
        card.expect("6285", "00CA006500");
        card.ok("00440000");
        card.ok(USER_PIN);
        assertThat(card.ok("00CA006500")).isEqualTo(Bytes.hex("65 08 5B00 5F2D00 5F3500"));
        assertThat(card.ok("00CA004F00")).isEqualTo(aid);
    }

    @Test
    void mse_lets_another_key_authenticate() throws Exception {
        card.ok(ADMIN_PIN);
        card.ok("00DA00C2 09 122A8648CE3D030107");
        card.ok("00478000 02 B800 00");
        card.ok(USER_PIN);
        card.expect("6A88", "00880000 01 01 00");
        card.ok("002241A4 03 830102");
        assertThat(card.ok("00880000 02 0102 00").length()).isEqualTo(64);
    }

    @Test
    void damaged_key_import_is_refused() throws Exception {
        card.ok(ADMIN_PIN);
        for (String data :
                new String[] {"", "4D00", "4D02B600", "4D06B6007F480192", "4D0AB6007F480392820100", "5F4800"}) {
            var answer = card.send(0xDB, 0x3FFF, Bytes.hex(data));
            assertThat(answer.status()).as(data).hasToString("6A80");
        }
    }

    @Test
    void personalised_card_has_fingerprints_and_a_certificate() throws Exception {
        var ada = new Personalization(Optional.of("Ada King Lovelace"), Optional.of(KeyAlgorithm.P256));
        card = new TestedCard(KeyCard.OPENPGP.card(ada, CardRandom.fresh()));
        card.ok(SELECT);
        assertThat(card.ok("00CA005B00")).isEqualTo(ascii("Lovelace<<Ada<King"));
        assertThat(card.ok("00CA00C500").indexOf(Bytes.of(new byte[20]))).isNegative();
        assertThat(card.ok(0xCA, 0x7F21, Bytes.EMPTY).get(0)).isEqualTo(0x30);
    }

    @Test
    void damaged_memory_yields_6f00() throws Exception {
        var memory = new CardMemory();
        OpenPgpCard.personalize(memory, CardRandom.fresh());
        memory.put("key.1", Bytes.hex("0400"));
        card = new TestedCard(OpenPgpCard.of(memory, CardRandom.fresh()));
        card.ok(SELECT);
        card.expect("6F00", "00478100 02 B600 00");
    }

    /// Two keys that GnuPG 2.2.40 generated, and the fingerprints that it showed.
    @Test
    void fingerprints_are_those_of_gnupg() throws Exception {
        var signature = KeyImport.curve(
                KeyAlgorithm.ED25519, Bytes.hex("7ed23816ecd460ff4780f036ad74f0dcf5a3eb0942ae2db35c82b4a89746cf27"));
        assertThat(Fingerprint.of(signature, KeySlot.SIGNATURE, 0x6B0ACBB2))
                .isEqualTo(Bytes.hex("A96367A4DBAB45229FD495E9193D0FC95BEBA4F1"));
        var decryption = KeyImport.curve(
                KeyAlgorithm.P384,
                Bytes.hex("718c7e9023605ed6e2e350dc48d80191160f11768e6a4eb1"
                        + "596148690ece3837b93c394547307d0ec2c7d3464558b150"));
        assertThat(Fingerprint.of(decryption, KeySlot.DECRYPTION, 0x6B0ACBB2))
                .isEqualTo(Bytes.hex("08732CAB0B1A8EAF9561DD86D0DD5A4D20738F16"));
    }
}
