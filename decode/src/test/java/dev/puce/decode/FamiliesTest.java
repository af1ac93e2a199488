package dev.puce.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.decode.value.Node;
import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/// Formats of single families, with exchanges made up from their specifications.
class FamiliesTest {
    /// A self-signed certificate of "CN=puce test card, O=puce".
    private static final byte[] CERTIFICATE = Base64.getDecoder()
            .decode(
                    "MIIBZzCCAQ2gAwIBAgIIRtoIDNpembkwCgYIKoZIzj0EAwMwKDENMAsGA1UEChMEcHVjZTEXMBUGA1UEAxMOcHVjZSB0ZXN0IGNh"
                            + "cmQwHhcNMjYwMTAxMDAwMDAwWhcNMzUxMjMwMDAwMDAwWjAoMQ0wCwYDVQQKEwRwdWNlMRcwFQYDVQQDEw5wdWNlIHRlc3QgY2Fy"
                            + "ZDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABKctrAD+OGWJtD8JwAxjBD6OxjOJ0+vv/qLBdtiZY8XgRH315BIB1d5XmxZz01tP"
                            + "e10CHRUGuw8L+nZVMrkSb6mjITAfMB0GA1UdDgQWBBQLwlFnboWqgp6bRwu+DMlUT6iigDAKBggqhkjOPQQDAwNIADBFAiEAg8Vj"
                            + "rwV885nYwZ6xxy4ywCO9nwbf59lHvUjQVRS+/YICIFrRkOHIWfBJw4UiIK6NrY8xUXY6zeP0szbf7tQDzYUM");

    private final CardSession session = new CardSession();

    /// The trees of the last exchange.
    private String explain(String application, String command, String response) {
        return explain(application, Bytes.hex(command), Bytes.hex(response));
    }

    private String explain(String application, Bytes command, Bytes response) {
        session.assume(Application.ofId(application).orElseThrow());
        return next(command, response);
    }

    private String next(Bytes command, Bytes response) {
        session.command(command);
        var exchange = session.response(response);
        return exchange.line() + "\n"
                + exchange.tree().stream().map(Node::describe).collect(Collectors.joining());
    }

    private String next(String command, String response) {
        return next(Bytes.hex(command), Bytes.hex(response));
    }

    private static Bytes tlv(String tag, Bytes value) {
        return BerTlv.of(tag, value).encode();
    }

    private static final Bytes OK = Bytes.of(0x90, 0x00);

    @Test
    void explains_certificates() {
        Bytes object = tlv("53", tlv("70", Bytes.of(CERTIFICATE)).plus(Bytes.hex("710100FE00")));
        assertThat(explain("piv", Bytes.hex("00CB3FFF055C035FC105"), object.plus(OK)))
                .contains("GET DATA certificate for PIV authentication (9A): X.509 \"CN=puce test card\" - 9000")
                .contains("subject: CN=puce test card,O=puce")
                .contains("issuer: CN=puce test card,O=puce")
                .contains("valid from: 2026-01-01")
                .contains("public key: EC")
                .contains("71 certificate information: plain (00)");
    }

    @Test
    void unpacks_compressed_certificates() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(CERTIFICATE);
        }
        Bytes object = tlv("53", tlv("70", Bytes.of(packed.toByteArray())).plus(Bytes.hex("710101FE00")));
        assertThat(explain("piv", Bytes.hex("00CB3FFF055C035FC105"), object.plus(OK)))
                .contains("subject: CN=puce test card,O=puce")
                .contains("compressed with gzip (01)");
    }

    @Test
    void keeps_broken_certificates_as_hex() {
        assertThat(explain("piv", "00CB3FFF055C035FC105", "5307700530030201009000"))
                .contains("70 certificate: 3003020100");
    }

    @Test
    void reads_machine_readable_zone() {
        String zone = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10";
        Bytes content = tlv("61", tlv("5F1F", Bytes.ofText(zone, StandardCharsets.US_ASCII)));
        assertThat(explain("emrtd", Bytes.hex("00B0810000"), content.plus(OK)))
                .contains("READ BINARY DG1 (MRZ) (SFI 1)")
                .contains("issuing state: UTO")
                .contains("name: ERIKSSON  ANNA MARIA")
                .contains("document number: L898902C3")
                .contains("date of birth: 74-08-12")
                .contains("sex: F")
                .contains("expiry date: 12-04-15");
    }

    @Test
    void names_protocols_of_card_access() {
        assertThat(explain("icao", "00B09C0000", "31143012060A04007F0007020204020202010202010D9000"))
                .contains("0.4.0.127.0.7.2.2.4.2.2 (PACE-ECDH-GM-AES-CBC-CMAC-128)")
                .contains("integer: 13");
    }

    @Test
    void reads_algorithms_of_openpgp() {
        assertThat(explain("openpgp", "00CA00C100", "132A8648CE3D0301079000")).contains("ECDSA P-256");
        assertThat(explain("openpgp", "00CA00C100", "162B06010401DA470F019000")).contains("EdDSA Ed25519");
        assertThat(explain("openpgp", "00CA00C200", "122B0601040197550105019000"))
                .contains("ECDH X25519");
        assertThat(explain("openpgp", "00CA00C200", "122A8648CE3D030107FF9000"))
                .contains("ECDH P-256, public key needed");
    }

    @Test
    void reads_toolkit_commands() {
        assertThat(explain("usim", "8012000019", "D0178103012180820281028D0CF448656C6C6F20776F726C649000"))
                .startsWith("FETCH: DISPLAY TEXT, \"Hello world\"")
                .contains("source: UICC (81)")
                .contains("destination: display (02)");
        assertThat(explain("usim", "8012000010", "D00E8103012180820281028D0300C8349000"))
                .contains("text string: \"Hi\"");
        assertThat(explain("usim", "80C2000009D60799010382028281", "9000"))
                .startsWith("ENVELOPE event download, location status");
    }

    @Test
    void reads_networks_and_numbers() {
        session.assume(Application.ofId("usim").orElseThrow());
        next("00A40004026F7B", "9000");
        assertThat(next("00B0000006", "62F220FFFFFF9000")).contains("EF.FPLMN: 262-02");
        next("00A40004026F40", "9000");
        assertThat(next("00B201041C", "4D696E65FFFFFFFFFFFFFFFFFFFF07919471325476F8FFFFFFFFFFFF9000"))
                .startsWith("READ RECORD 1 of EF.MSISDN: \"Mine\" +49172345678");
        next("00A40004026F46", "9000");
        assertThat(next("00B0000007", "0174657374FFFF9000")).contains("\"test\"");
    }

    @Test
    void reads_access_rules() {
        session.assume(Application.ofId("usim").orElseThrow());
        next("00A40004026F06", "9000");
        assertThat(next("00B2010410", "8001019000800102A4068301019501089000"))
                .contains("80 access mode: 01 (read)")
                .contains("90 always")
                .contains("80 access mode: 02 (update)")
                .contains("95 usage qualifier: 08 (PIN)");
    }

    @Test
    void reads_issuer_application_data_by_its_shape() {
        String common = "0FA500A03000000001020304050607080F000000000000000000000000000000";
        assertThat(explain("emv", "80CA9F1000", "9F1020" + common + "9000"))
                .contains("common core definitions")
                .contains("second AC not requested, first AC is an ARQC, 3 PIN tries left");
        assertThat(explain("emv", "80CA9F1000", "9F10120110A00003220000112233445566778899AA9000"))
                .contains("Mastercard")
                .contains("(CVN): 10")
                .contains("DAC or ICC dynamic number: 1122");
        assertThat(explain("emv", "80CA9F1000", "9F10030102039000")).contains("issuer application data: 010203");
    }

    @Test
    void reads_transaction_log_by_its_format() {
        session.assume(Application.ofId("emv").orElseThrow());
        next("80CA9F4F00", "9F4F0B9A039F02065F2A029F36029000");
        assertThat(next("00B2015C00", "260115000000001234097800299000"))
                .contains("transaction date: 2026-01-15")
                .contains("amount authorised: 12.34 EUR")
                .contains("(ATC): 41");
    }

    @Test
    void reads_authenticator_data() {
        Bytes data = Bytes.of(new byte[32]).plus(Bytes.hex("05 00000007"));
        Bytes answer = Bytes.hex("00A1025825").plus(data);
        assertThat(explain("fido", Bytes.hex("8010800002020000"), answer.plus(OK)))
                .contains("flags: 05 (user present, user verified)")
                .contains("counter: 7");
    }

    @Test
    void reads_desfire_file_settings() {
        assertThat(explain("desfire", "90F50000010100", "0000E0EE2000009100"))
                .contains("type: standard data (00)")
                .contains("read free, write free, read and write free, change key 0")
                .contains("size: 32");
        assertThat(explain("desfire", "90CD000007010000EE20000000", "9100"))
                .contains("file: 1")
                .contains("size: 32");
    }

    @Test
    void reads_old_registry_format() {
        assertThat(explain("gp", "80F24000024F0000", "08A000000003000000079E05A00000000407009000"))
                .contains("AID: A000000003000000")
                .contains("selectable")
                .contains("privileges: 9E (security domain");
    }

    @Test
    void applies_currency_and_country_codes() {
        assertThat(explain("emv", "00B2010C00", "700A5F280202769F420207569000"))
                .contains("issuer country: 276 Germany")
                .contains("application currency: 756 CHF");
    }
}
