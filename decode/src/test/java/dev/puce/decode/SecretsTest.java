package dev.puce.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.decode.value.Node;
import dev.puce.iso7816.Bytes;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// PINs and keys appear in no line and in no tree unless the user asks for them. `A1B2C3D4E5F6A7B8` stands for
/// a secret.
class SecretsTest {
    private static final String SECRET = "A1B2C3D4E5F6A7B8";

    /// Application, command, response.
    private static final String[][] EXCHANGES = {
        {"unknown", "0020008008" + SECRET, "63C2"},
        {"unknown", "D020000108" + SECRET, "9000"},
        {"unknown", "80C200000D0020000108" + SECRET, "9000"},
        {"unknown", "00C300000F530D0020000108" + SECRET, "9000"},
        {"unknown", "002C000110" + SECRET + SECRET, "9000"},
        {"unknown", "002A8086020102", SECRET + "9000"},
        {"usim", "008800810401020304", "DB08" + SECRET + "08" + SECRET + "08" + SECRET + "9000"},
        {"sim", "A08800001000112233445566778899AABBCCDDEEFF", "01020304" + SECRET + "9000"},
        {"usim", "002C000110" + SECRET + SECRET, "9000"},
        {"openpgp", "00DA00D308" + SECRET, "9000"},
        {"openpgp", "00DA00D508" + SECRET, "9000"},
        {"openpgp", "00DB3FFF154D13B6007F480292085F4808" + SECRET, "9000"},
        {"openpgp", "002A808603000102", SECRET + "9000"},
        {"openpgp", "00DA00F90A8708" + SECRET, "9000"},
        {"piv", "00FFFFFF0B039B08" + SECRET, "9000"},
        {"piv", "00FE119C0A0608" + SECRET, "9000"},
        {"piv", "0087119D047C028200", "7C0A8208" + SECRET + "9000"},
        {"piv", "00CB3FFF055C035FC109", "530C880A8908" + SECRET + "9000"},
        {"oath", "000100000D7101417308" + SECRET, "9000"},
        {"oath", "000300000A7308" + SECRET, "9000"},
        {"otp", "0001010008" + SECRET, "9000"},
        {"otp", "00013000020102", SECRET + "9000"},
        {"yubikey-management", "001C00000B0A0A08" + SECRET, "9000"},
        {"hsmauth", "000100000A7B08" + SECRET, "9000"},
        {"hsmauth", "0003000003710141", SECRET + "9000"},
        {"fido", "0043000008" + SECRET, "9000"},
        {"gp", "80E280000B8F0108" + SECRET, "9000"},
        {"gp", "80E200010B801008" + SECRET, "9000"},
        {"gp", "80D8008108" + SECRET, "9000"},
        {"emv", "0020008008" + SECRET, "9000"},
        {"emv", "8424000110" + SECRET + "1122334455667788", "9000"},
        {"gp", "84D8008110" + SECRET + "1122334455667788", "9000"},
        {"reader", "FF82000008" + SECRET, "9000"},
        {"reader", "FF20000008" + SECRET, "9000"},
        {"reader", "FFD2000108" + SECRET, "9000"},
        {"reader", "FF0000000DD440016004" + SECRET, "9000"},
        {"reader", "FFD6000B10" + SECRET.substring(0, 12) + "FF078069" + SECRET.substring(0, 12), "9000"},
        {"reader", "FFB0000B10", "000000000000FF078069" + SECRET.substring(0, 12) + "9000"},
        {"desfire", "90C400000900" + SECRET + "00", "9100"},
        {"calypso", "0020000008" + SECRET, "9000"},
        {"muscle", "B042010008" + SECRET, "9000"},
        {"smartcard-hsm", "80500000148108" + SECRET + "8208" + SECRET, "9000"},
        {"pkcs15", "00DA010308" + SECRET, "9000"},
    };

    @TestFactory
    Stream<DynamicTest> hides_secret() {
        return Stream.of(EXCHANGES)
                .map(cells -> DynamicTest.dynamicTest(cells[0] + " " + cells[1], () -> {
                    var session = new CardSession();
                    session.assume(Application.ofId(cells[0]).orElse(Application.UNKNOWN));
                    session.command(Bytes.hex(cells[1]));
                    var exchange = session.response(Bytes.hex(cells[2]));
                    String trees = exchange.tree().stream().map(Node::describe).collect(Collectors.joining());
                    assertThat(exchange.line() + trees)
                            .doesNotContain("A1B2C3D4")
                            .contains("[hidden]");
                }));
    }

    @Test
    void marks_secrets_before_the_answer() {
        var session = new CardSession();
        session.assume(Application.ofId("piv").orElseThrow());
        assertThat(session.command(Bytes.hex("00200080")).secrecy().hidesAnswer())
                .isTrue();
        assertThat(session.command(Bytes.hex("0087119D047C028200")).secrecy()).isEqualTo(Secrecy.ANSWER);
        assertThat(session.command(Bytes.hex("00CB3FFF055C035FC105")).secrecy()).isEqualTo(Secrecy.NONE);
    }

    @Test
    void inherits_secrecy_in_chains_and_fetches() {
        var session = new CardSession();
        session.assume(Application.ofId("openpgp").orElseThrow());
        session.command(Bytes.hex("002A808603000102"));
        session.response(Bytes.hex("6108"));
        assertThat(session.command(Bytes.hex("00C0000008")).secrecy()).isEqualTo(Secrecy.ANSWER);
    }

    @Test
    void hides_key_files_from_any_offset() {
        var session = new CardSession();
        session.assume(Application.ofId("usim").orElseThrow());
        session.command(Bytes.hex("00A40004026F08"));
        session.response(Bytes.hex("9000"));
        var context = session.command(Bytes.hex("00B0000108"));
        assertThat(context.secrecy().hidesAnswer()).isTrue();
        var exchange = session.response(Bytes.hex(SECRET + "9000"));
        assertThat(exchange.tree().toString()).doesNotContain(SECRET);
    }
}
