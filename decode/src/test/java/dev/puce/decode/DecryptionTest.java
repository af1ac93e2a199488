package dev.puce.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.decode.value.Node;
import dev.puce.decode.value.Outcome;
import dev.puce.iso7816.Bytes;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Secure messaging with keys of the user.
class DecryptionTest {
    private final CardSession session = new CardSession();

    private Exchange exchange(String command, String response) {
        session.command(Bytes.hex(command));
        return session.response(Bytes.hex(response));
    }

    private static String tree(Exchange exchange) {
        return exchange.tree().stream().map(Node::describe).collect(Collectors.joining());
    }

    /// The worked example of ICAO Doc 9303-11, appendices D.3 and D.4.
    private void readPassport() {
        exchange("00A4040C07A0000002471001", "9000");
        exchange("0084000008", "4608F919887022129000");
        exchange(
                "008200002872C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F25F1448EEA8AD90A728",
                "46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D74499000");
    }

    @Test
    void decrypts_passport_with_its_machine_readable_zone() {
        session.use(new SessionKeys.Mrz("L898902C<", "690806", "940623"));
        readPassport();
        var select =
                exchange("0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800", "990290008E08FA855A5D4C50A8ED9000");
        assertThat(select.line().words()).isEqualTo("SELECT EF.COM, no answer data, decrypted");
        assertThat(tree(select)).contains("MAC: BF8B92D635FF24F8").contains("EF.COM (011E)");
        var read = exchange(
                "0CB000000D9701048E08ED6705417E96BA5500", "8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000");
        assertThat(read.line().words()).startsWith("READ BINARY EF.COM, decrypted");
        assertThat(tree(read)).contains("incomplete object: 18 bytes missing");
    }

    @Test
    void decrypts_answers_that_get_response_fetches() {
        session.use(new SessionKeys.Mrz("L898902C<", "690806", "940623"));
        readPassport();
        exchange("0CA4020C158709016375432908C044F68E08BF8B92D635FF24F8", "610E");
        exchange("00C000000E", "990290008E08FA855A5D4C50A8ED9000");
        exchange("0CB000000D9701048E08ED6705417E96BA55", "6119");
        var read = exchange("00C0000019", "8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000");
        assertThat(read.size()).isEqualTo(2);
        assertThat(tree(read)).contains("incomplete object: 18 bytes missing");
    }

    @Test
    void leaves_passport_encrypted_with_the_zone_of_another_one() {
        session.use(new SessionKeys.Mrz("L898902C<", "690807", "940623"));
        readPassport();
        var select =
                exchange("0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800", "990290008E08FA855A5D4C50A8ED9000");
        assertThat(select.line().words()).startsWith("SELECT encrypted");
    }

    @Test
    void decrypts_with_a_session_key() {
        session.use(new SessionKeys.Iso(Bytes.hex("979EC13B1CBFE9DCD01AB0FED307EAE5"), Bytes.hex("887022120C06C226")));
        session.assume(Application.ofId("emrtd").orElseThrow());
        var select =
                exchange("0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800", "990290008E08FA855A5D4C50A8ED9000");
        assertThat(select.line().words()).startsWith("SELECT EF.COM");
    }

    /// Cryptograms from OpenSSL.
    @Test
    void decrypts_scp02() {
        session.use(new SessionKeys.GlobalPlatform(Bytes.hex("404142434445464748494A4B4C4D4E4F")));
        exchange("805020000840A62C37FA6304F800", "00000000000000000000700200016B4524ABEE7CF32EA3838BC148F39000");
        exchange("8482030010BA6961667737C5BCEBECE14C7D6A4376", "9000");
        var status = exchange("84F2400210CDA18B342F9D6AB01122334455667788", "6A88");
        assertThat(status.line().words()).isEqualTo("GET STATUS applications and security domains, decrypted");
        assertThat(tree(status)).contains("search AID: all");
    }

    /// Cryptograms from the Python package cryptography.
    @Test
    void decrypts_scp03() {
        session.use(new SessionKeys.GlobalPlatform(Bytes.hex("404142434445464748494A4B4C4D4E4F")));
        exchange(
                "80500000085B1AC5B1E2A1D3C400", "00000000000000000000010370010203040506070811223344556677880000019000");
        exchange("848233001012345678901234561234567890123456", "9000");
        var first = exchange(
                "84F2400218C8AB552EE6C05E2F1197C0D5BAB350CE1122334455667788",
                "5925CBDE721E6EEC35346E4FA9F4B8375AED98A9F290072AC4860EA550EE383488776655443322119000");
        assertThat(first.line().values()).startsWith("Visa card manager");
        var second = exchange("84F2400218F0213C70FF10760EC305C0B0D49838651122334455667788", "6A88");
        assertThat(tree(second)).contains("search AID: A000000003");
    }

    @Test
    void leaves_secure_channel_encrypted_with_a_wrong_key() {
        session.use(new SessionKeys.GlobalPlatform(Bytes.hex("00112233445566778899AABBCCDDEEFF")));
        exchange("805020000840A62C37FA6304F800", "00000000000000000000700200016B4524ABEE7CF32EA3838BC148F39000");
        exchange("8482030010BA6961667737C5BCEBECE14C7D6A4376", "9000");
        var status = exchange("84F2400210CDA18B342F9D6AB01122334455667788", "6A88");
        assertThat(tree(status)).contains("encrypted data: CDA18B342F9D6AB0");
    }

    @Test
    void survives_arbitrary_bytes_under_secure_messaging() {
        var random = new java.util.Random(7816);
        session.use(new SessionKeys.GlobalPlatform(Bytes.hex("404142434445464748494A4B4C4D4E4F")));
        session.use(new SessionKeys.Iso(Bytes.of(new byte[16]), Bytes.of(new byte[16])));
        for (int i = 0; i < 5000; i++) {
            var bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            if (bytes.length > 5) {
                bytes[0] = (byte) (random.nextBoolean() ? 0x84 : 0x0C);
                bytes[4] = (byte) (bytes.length - 5);
            }
            session.command(Bytes.of(bytes));
            assertThat(session.response(Bytes.of(bytes).plus(Bytes.of(0x90, 0))).tree())
                    .isNotEmpty();
        }
    }

    @Test
    void hides_keys_in_texts() {
        assertThat(new SessionKeys.Iso(Bytes.hex("0102"), Bytes.hex("0304")).toString())
                .doesNotContain("01");
        assertThat(new SessionKeys.Mrz("L898902C<", "690806", "940623").toString())
                .doesNotContain("L8");
        assertThat(new SessionKeys.GlobalPlatform(Bytes.hex("4041")).toString()).doesNotContain("40");
    }

    @Test
    void reports_the_status_inside_secure_messaging() {
        session.assume(Application.ofId("emrtd").orElseThrow());
        var status = exchange(
                        "0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800", "99026A828E08FA855A5D4C50A8ED9000")
                .status();
        assertThat(status.toString()).isEqualTo("9000 inside: 6A82 not found");
        assertThat(status.outcome()).isEqualTo(Outcome.ABSENT);
    }

    @Test
    void reports_errors_of_ctap() {
        session.assume(Application.ofId("fido").orElseThrow());
        var status = exchange("80108000010200", "2E9000").status();
        assertThat(status.toString()).isEqualTo("9000 CTAP 2E no credentials");
        assertThat(status.outcome()).isEqualTo(Outcome.ABSENT);
    }
}
