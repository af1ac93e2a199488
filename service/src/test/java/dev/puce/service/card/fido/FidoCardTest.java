package dev.puce.service.card.fido;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.service.card.TestedCard;
import dev.puce.service.card.VirtualCard.CardUnresponsiveException;
import dev.puce.service.card.keycard.KeyCard;
import dev.puce.service.card.keys.CardKey;
import dev.puce.service.card.keys.CardRandom;
import dev.puce.service.card.keys.KeyAlgorithm;
import dev.puce.service.card.keys.PrimeCurve;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FidoCardTest {
    private static final String SELECT = "00A4040008A0000006472F0001";
    private static final Bytes HASH = Bytes.hex("5A".repeat(32));
    private static final String RP = "example.org";

    /// Position of the length of the credential ID in authenticator data with a credential (WebAuthn, 6.1).
    private static final int ID_LENGTH_AT = 53;

    private TestedCard card;

    @BeforeEach
    void select() throws Exception {
        card = new TestedCard(KeyCard.FIDO.card(CardRandom.seeded(1)));
        card.ok(SELECT);
    }

    private Bytes call(int command, CborMap parameters) throws CardUnresponsiveException {
        Bytes message = Bytes.of(command).plus(parameters.entries().isEmpty() ? Bytes.EMPTY : parameters.encode());
        return card.send(CommandApdu.of(0x80, 0x10, 0x80, 0, message, CommandApdu.MAX_EXTENDED_NE)
                        .encode())
                .data();
    }

    private CborMap success(int command, CborMap parameters) throws CardUnresponsiveException, CtapException {
        Bytes answer = call(command, parameters);
        assertThat(answer.get(0)).as("status").isZero();
        return answer.length() == 1 ? CborMap.EMPTY : CborReader.readMap(answer.from(1));
    }

    private void assertFails(int command, CborMap parameters, CtapStatus status) throws CardUnresponsiveException {
        assertThat(call(command, parameters)).isEqualTo(Bytes.of(status.code()));
    }

    private static Cbor.ByteString bytes(Bytes value) {
        return new Cbor.ByteString(value);
    }

    private static Cbor.ByteString ascii(String text) {
        return bytes(Bytes.ofText(text, StandardCharsets.US_ASCII));
    }

    private static CborMap registration(String user) {
        var algorithm = CborMap.EMPTY.with("type", new Cbor.Text("public-key")).with("alg", new Cbor.Int(-7));
        return CborMap.EMPTY
                .with(1, bytes(HASH))
                .with(2, CborMap.EMPTY.with("id", new Cbor.Text(RP)))
                .with(3, CborMap.EMPTY.with("id", ascii(user)).with("name", new Cbor.Text(user)))
                .with(4, new Cbor.Array(List.of(algorithm)));
    }

    private static CborMap discoverable(String user) {
        return registration(user).with(7, CborMap.EMPTY.with("rk", Cbor.Simple.TRUE));
    }

    private static CborMap assertion() {
        return CborMap.EMPTY.with(1, new Cbor.Text(RP)).with(2, bytes(HASH));
    }

    private static CborMap descriptor(Bytes id) {
        return CborMap.EMPTY.with("type", new Cbor.Text("public-key")).with("id", bytes(id));
    }

    private static Bytes credentialId(Bytes data) {
        int length = data.get(ID_LENGTH_AT) << 8 | data.get(ID_LENGTH_AT + 1);
        return data.slice(ID_LENGTH_AT + 2, ID_LENGTH_AT + 2 + length);
    }

    private static PublicKey publicKey(Bytes data) throws Exception {
        var cose = CborReader.readMap(
                data.from(ID_LENGTH_AT + 2 + credentialId(data).length()));
        return publicKey(cose.bytes(-2), cose.bytes(-3));
    }

    private static PublicKey publicKey(Bytes x, Bytes y) throws Exception {
        var point = new ECPoint(new BigInteger(1, x.toArray()), new BigInteger(1, y.toArray()));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, PrimeCurve.parameters("secp256r1")));
    }

    private static void assertSigned(PublicKey key, Bytes message, Bytes signature) throws Exception {
        var verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(key);
        verifier.update(message.toArray());
        assertThat(verifier.verify(signature.toArray())).isTrue();
    }

    @Test
    void get_info_lists_versions_and_options() throws Exception {
        var information = success(0x04, CborMap.EMPTY);
        assertThat(information.list(1)).containsExactly(new Cbor.Text("U2F_V2"), new Cbor.Text("FIDO_2_0"));
        assertThat(information.map(4).entries()).containsEntry(new Cbor.Text("clientPin"), Cbor.Simple.FALSE);
        assertThat(information.list(6)).containsExactly(new Cbor.Int(2), new Cbor.Int(1));
    }

    @Test
    void a_new_credential_signs_itself_and_an_assertion() throws Exception {
        var made = success(0x01, registration("ada"));
        Bytes data = made.bytes(2);
        PublicKey key = publicKey(data);
        assertSigned(key, data.plus(HASH), made.map(3).bytes("sig"));
        var asserted = success(0x02, assertion().with(3, new Cbor.Array(List.of(descriptor(credentialId(data))))));
        assertSigned(key, asserted.bytes(2).plus(HASH), asserted.bytes(3));
        assertThat(asserted.bytes(2).slice(32, 37))
                .as("user present, counter 2")
                .isEqualTo(Bytes.hex("0100000002"));
    }

    @Test
    void a_credential_belongs_to_one_relying_party() throws Exception {
        Bytes id = credentialId(success(0x01, registration("ada")).bytes(2));
        var list = new Cbor.Array(List.of(descriptor(id)));
        assertFails(0x02, assertion().with(1, new Cbor.Text("example.com")).with(3, list), CtapStatus.NO_CREDENTIALS);
        assertFails(0x01, registration("ada").with(5, list), CtapStatus.CREDENTIAL_EXCLUDED);
        assertFails(0x02, assertion(), CtapStatus.NO_CREDENTIALS);
    }

    @Test
    void discoverable_credentials_come_newest_first() throws Exception {
        success(0x01, discoverable("ada"));
        success(0x01, discoverable("bob"));
        success(0x01, discoverable("ada")); // replaces the first
        var first = success(0x02, assertion());
        assertThat(first.number(5)).isEqualTo(2);
        assertThat(first.map(4).entries()).as("no names without verification").hasSize(1);
        assertThat(first.map(4).bytes("id")).isEqualTo(ascii("ada").value());
        assertThat(success(0x08, CborMap.EMPTY).map(4).bytes("id"))
                .isEqualTo(ascii("bob").value());
        assertFails(0x08, CborMap.EMPTY, CtapStatus.NOT_ALLOWED);
    }

    @Test
    void another_command_ends_the_list_of_assertions() throws Exception {
        success(0x01, discoverable("ada"));
        success(0x01, discoverable("bob"));
        success(0x02, assertion());
        success(0x04, CborMap.EMPTY);
        assertFails(0x08, CborMap.EMPTY, CtapStatus.NOT_ALLOWED);
    }

    @Test
    void discoverable_credentials_and_pin_survive_in_a_file(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("card.json");
        card = new TestedCard(KeyCard.FIDO.card(file, CardRandom.fresh()));
        card.ok(SELECT);
        success(0x01, discoverable("ada"));
        setPin(PinProtocol.TWO, "1234");
        card = new TestedCard(KeyCard.FIDO.card(file, CardRandom.fresh()));
        card.ok(SELECT);
        assertThat(success(0x02, assertion()).map(4).bytes("id"))
                .isEqualTo(ascii("ada").value());
        assertFails(0x01, discoverable("bob"), CtapStatus.PIN_REQUIRED);
        success(0x07, CborMap.EMPTY);
        assertFails(0x02, assertion(), CtapStatus.NO_CREDENTIALS);
        success(0x01, discoverable("bob"));
    }

    /// The platform's side of a PIN protocol.
    private record Platform(PinProtocol protocol, CardKey key, PinProtocol.SharedKeys shared) {
        Bytes encrypt(Bytes blocks) {
            return protocol.encrypt(shared, blocks, CardRandom.seeded(7));
        }

        CborMap parameters(int subcommand) {
            return CborMap.EMPTY
                    .with(1, new Cbor.Int(protocol.number()))
                    .with(2, new Cbor.Int(subcommand))
                    .with(3, CoseKey.encode(key, CoseKey.ECDH));
        }

        Bytes prove(Bytes secret, Bytes message) throws Exception {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.toArray(), "HmacSHA256"));
            Bytes whole = Bytes.of(mac.doFinal(message.toArray()));
            return protocol == PinProtocol.ONE ? whole.slice(0, 16) : whole;
        }

        Bytes proof(Bytes message) throws Exception {
            return prove(shared.authentication(), message);
        }
    }

    private Platform platform(PinProtocol protocol) throws Exception {
        var agreement = CborMap.EMPTY.with(1, new Cbor.Int(protocol.number())).with(2, new Cbor.Int(2));
        CborMap point = success(0x06, agreement).map(1);
        CardKey own = KeyAlgorithm.P256.generate(CardRandom.seeded(5));
        return new Platform(protocol, own, protocol.agree(own, CoseKey.point(point)));
    }

    private static Bytes padded(String pin) {
        return Bytes.of(Arrays.copyOf(pin.getBytes(StandardCharsets.UTF_8), 64));
    }

    private static Bytes hash(String pin) throws Exception {
        return Bytes.copyOf(MessageDigest.getInstance("SHA-256").digest(pin.getBytes(StandardCharsets.UTF_8)), 0, 16);
    }

    private CborMap newPin(PinProtocol protocol, String pin) throws Exception {
        var platform = platform(protocol);
        Bytes encrypted = platform.encrypt(padded(pin));
        return platform.parameters(3).with(4, bytes(platform.proof(encrypted))).with(5, bytes(encrypted));
    }

    private void setPin(PinProtocol protocol, String pin) throws Exception {
        success(0x06, newPin(protocol, pin));
    }

    private CborMap tokenRequest(Platform platform, String pin) throws Exception {
        return platform.parameters(5).with(6, bytes(platform.encrypt(hash(pin))));
    }

    @ParameterizedTest
    @EnumSource
    void the_token_of_the_right_pin_verifies_the_user(PinProtocol protocol) throws Exception {
        setPin(protocol, "1234");
        var platform = platform(protocol);
        Bytes token = protocol.decrypt(
                platform.shared(), success(0x06, tokenRequest(platform, "1234")).bytes(2));
        var proved = discoverable("ada")
                .with(8, bytes(platform.prove(token, HASH)))
                .with(9, new Cbor.Int(protocol.number()));
        Bytes data = success(0x01, proved).bytes(2);
        assertThat(data.get(32)).as("user present and verified, credential").isEqualTo(0x45);
        assertFails(0x01, proved.with(8, bytes(HASH)), CtapStatus.PIN_AUTHENTICATION_INVALID);
    }

    @Test
    void wrong_pins_block_until_a_power_cycle_and_then_for_good() throws Exception {
        setPin(PinProtocol.ONE, "1234");
        for (int wrong = 1; wrong <= 8; wrong++) {
            var expected = wrong == 8
                    ? CtapStatus.PIN_BLOCKED
                    : wrong % 3 == 0 ? CtapStatus.PIN_AUTHENTICATION_BLOCKED : CtapStatus.PIN_INVALID;
            assertFails(0x06, tokenRequest(platform(PinProtocol.ONE), "9999"), expected);
            if (wrong % 3 == 0) {
                card.reset();
                card.ok(SELECT);
            }
        }
        assertFails(0x06, tokenRequest(platform(PinProtocol.ONE), "1234"), CtapStatus.PIN_BLOCKED);
    }

    @Test
    void the_card_changes_a_pin_for_who_knows_the_old_one() throws Exception {
        setPin(PinProtocol.TWO, "1234");
        var platform = platform(PinProtocol.TWO);
        Bytes encrypted = platform.encrypt(padded("abcd"));
        Bytes old = platform.encrypt(hash("1234"));
        success(
                0x06,
                platform.parameters(4)
                        .with(4, bytes(platform.proof(encrypted.plus(old))))
                        .with(5, bytes(encrypted))
                        .with(6, bytes(old)));
        assertFails(0x06, tokenRequest(platform(PinProtocol.TWO), "1234"), CtapStatus.PIN_INVALID);
        success(0x06, tokenRequest(platform(PinProtocol.TWO), "abcd"));
    }

    @Test
    void short_pins_and_second_pins_are_refused() throws Exception {
        assertFails(0x06, newPin(PinProtocol.ONE, "123"), CtapStatus.PIN_POLICY_VIOLATION);
        setPin(PinProtocol.ONE, "1234");
        assertFails(0x06, newPin(PinProtocol.ONE, "5678"), CtapStatus.PIN_AUTHENTICATION_INVALID);
    }

    @Test
    void u2f_registers_and_authenticates() throws Exception {
        Bytes application = Bytes.hex("A1".repeat(32));
        Bytes answer = card.ok(0x01, 0x0300, HASH.plus(application));
        Bytes point = answer.slice(1, 66);
        Bytes handle = answer.slice(67, 67 + answer.get(66));
        var rest = new ByteArrayInputStream(answer.from(67 + handle.length()).toArray());
        var certificate = CertificateFactory.getInstance("X.509").generateCertificate(rest);
        assertSigned(
                certificate.getPublicKey(),
                Bytes.of(0).plus(application).plus(HASH).plus(handle).plus(point),
                Bytes.of(rest.readAllBytes()));
        Bytes request = HASH.plus(application).plus(Bytes.of(handle.length())).plus(handle);
        Bytes signed = card.ok(0x02, 0x0300, request);
        assertSigned(
                publicKey(point.slice(1, 33), point.from(33)),
                application.plus(signed.slice(0, 5)).plus(HASH),
                signed.from(5));
        assertThat(card.send(0x02, 0x0700, request).status()).hasToString("6985");
        Bytes stranger = HASH.plus(HASH).plus(Bytes.of(handle.length())).plus(handle);
        assertThat(card.send(0x02, 0x0700, stranger).status()).hasToString("6A80");
    }

    @Test
    void commands_of_class_90_are_parts_of_a_chain() throws Exception {
        Bytes message = Bytes.of(1).plus(registration("ada").encode());
        for (int at = 0; at < message.length() - 20; at += 20) {
            card.ok(CommandApdu.of(0x90, 0x10, 0x80, 0, message.slice(at, at + 20))
                    .encode()
                    .toHex());
        }
        Bytes last = message.from((message.length() - 1) / 20 * 20);
        var answer = card.send(CommandApdu.of(0x80, 0x10, 0x80, 0, last, 256).encode());
        assertThat(answer.status().value() >> 8).as("more data").isEqualTo(0x61);
        assertThat(answer.data().get(0)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "80108000 00, 03",
        "80108000 01 55 00, 01",
        "80108000 01 01 00, 12",
        "80108000 02 01F5 00, 11",
        "80108000 02 01A0 00, 14",
        "80108000 03 02A101 00, 12",
        "80108000 06 06A2010102FF 00, 12",
        "80108000 07 06A201010218FF 00, 3E"
    })
    void malformed_messages_get_a_status(String command, String status) throws Exception {
        assertThat(card.ok(command)).isEqualTo(Bytes.hex(status));
    }

    @Test
    void nothing_works_before_select() throws Exception {
        card.reset();
        card.expect("6985", "801080000104 00");
        card.expect("6985", "00030000");
        card.expect("6A82", "00A4040005A000000308");
        card.expect("6E00", "A0A40000");
    }
}
