package dev.puce.trace.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.Atr;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Hidden;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.Calls;
import dev.puce.trace.recording.RecordingHeader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PublicRedactionTest {
    private final Redactor redactor = new Redactor(Redaction.PUBLIC);

    private static String text(Bytes visible, Optional<Hidden> hidden) {
        return (visible + hidden.map(rest -> " " + rest).orElse("")).strip();
    }

    private String command(TracedCall traced) {
        return redactor.redact(traced).call() instanceof Call.Transmit transmit
                ? text(transmit.sendBuffer(), transmit.hidden())
                : "";
    }

    private String response(TracedCall traced) {
        return redactor.redact(traced).result() instanceof Result.Transmit(var _, var visible, var hidden)
                ? text(visible, hidden)
                : "";
    }

    @ParameterizedTest
    @CsvSource({
        "00B0000004, 4A6F686E9000, 90 00 [4 bytes]",
        "00B201040A, 700C5A08123456789012345657009000, 90 00 [70{5A:8 57:0}]",
        "00B201040A, 700A5A0812345678901234569000, 90 00 [70{5A:8}]",
        "00CA005A00, 530671044A6F686E9000, 90 00 [53{71:4}]",
        "FFCA000000, 04A1B2C3D4E5F69000, 90 00 [7 bytes]",
        "0084000008, 11223344556677889000, 90 00 [8 bytes]",
        "00B0000000, 6982, 69 82",
    })
    void responses_keep_structure_length_and_status_word(String command, String response, String shown) {
        assertThat(response(Calls.transmit(1, command, response))).isEqualTo(shown);
    }

    @Test
    void response_of_select_keeps_what_describes_the_file() {
        var select = Calls.transmit(1, "00A40400023F00", "6F0C8202380083023F0050024A6F9000");
        assertThat(response(select)).isEqualTo("90 00 [6F{82=3800 83=3F00 50:2}]");
    }

    @ParameterizedTest
    @CsvSource({
        "00A4040006D27600012401, 00 A4 04 00 06 D2 76 00 01 24 01",
        "00A4040010D2760001240102010006123456780000, 00 A4 04 00 10 D2 76 00 01 24 01 [10 bytes]",
        "00CB3FFF055C035FC10500, 00 CB 3F FF 05 5C 03 5F C1 05 00",
        "00D60000044A6F686E, 00 D6 00 00 04 [4 bytes]",
        "00B0000010, 00 B0 00 00 10",
        "0020008000, 00 20 00 80 00",
    })
    void commands_keep_header_and_identifiers(String command, String shown) {
        assertThat(command(Calls.transmit(1, command, "9000"))).isEqualTo(shown);
    }

    @Test
    void pin_has_neither_length_nor_structure() {
        assertThat(command(Calls.transmit(1, "002000800431323334", "9000"))).isEqualTo("00 20 00 80 [hidden]");
    }

    @Test
    void certificate_becomes_its_algorithms_also_in_parts() throws Exception {
        byte[] certificate;
        try (var in = getClass().getResourceAsStream("john-doe.der")) {
            certificate = in.readAllBytes();
        }
        var whole = Bytes.of(certificate);
        assertThat(response(Calls.transmit(1, "00B0000000", whole.toHex() + "9000")))
                .isEqualTo("90 00 [certificate SHA256withECDSA, EC 256 bits]");
        assertThat(response(Calls.transmit(2, "00B0000000", whole.slice(0, 200).toHex() + "9000")))
                .isEqualTo("90 00 [200 bytes, ecdsa-with-SHA256, ecPublicKey, P-256]");
    }

    @Test
    void serial_numbers_become_the_same_pseudonym_each_time() {
        var one = redactor.redact(Calls.connect(1, "ACS ACR39U (12AB-77) 00 00"));
        var other = redactor.redact(Calls.connect(2, "Yubico YubiKey (0012345678) 01 00"));
        var again = redactor.redact(Calls.connect(3, "ACS ACR39U (12AB-77) 00 00"));
        assertThat(List.of(one, other, again))
                .extracting(call -> ((Call.Connect) call.call()).reader())
                .containsExactly(
                        "ACS ACR39U (serial 1) 00 00",
                        "Yubico YubiKey (serial 2) 01 00",
                        "ACS ACR39U (serial 1) 00 00");
        var attribute = Calls.traced(
                4,
                new Call.GetAttrib(Calls.CARD, Attribute.VENDOR_IFD_SERIAL_NO),
                new Result.GetAttrib(Bytes.of("12AB-77\0".getBytes(StandardCharsets.US_ASCII))));
        assertThat(redactor.redact(attribute).result())
                .isEqualTo(new Result.GetAttrib(Bytes.of("serial 1".getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void readers_without_a_serial_number_keep_their_name() {
        for (String name : List.of("Alcor Micro AU9560 00 00", "Gemalto PC Twin Reader 00 00", "X (CCID) 01 00")) {
            assertThat(redactor.redact(Calls.connect(1, name)).call())
                    .extracting(call -> ((Call.Connect) call).reader())
                    .isEqualTo(name);
        }
    }

    @Test
    void bytes_for_a_driver_are_hidden_except_the_list_of_features() {
        var escape = new Call.Control(Calls.CARD, ControlCode.pcscLite(1), Bytes.hex("0102"), OptionalLong.of(264));
        var redacted = redactor.redact(Calls.traced(1, escape, new Result.Control(Bytes.hex("4A6F686E"))));
        assertThat(((Call.Control) redacted.call()).sendBuffer()).isEqualTo(Bytes.EMPTY);
        assertThat(redacted.result())
                .isEqualTo(new Result.Control(Bytes.EMPTY, Optional.of(PublicStructure.of(Bytes.hex("4A6F686E")))));
        var features = new Call.Control(
                Calls.CARD, ControlCode.pcscLite(ControlCode.GET_FEATURE_REQUEST), Bytes.EMPTY, OptionalLong.of(264));
        var answer = new Result.Control(Bytes.hex("060442330006"));
        assertThat(redactor.redact(Calls.traced(2, features, answer)).result()).isEqualTo(answer);
    }

    @Test
    void program_keeps_its_name_only() {
        var caller = new Caller(
                "/home/john/bin/sign",
                OptionalInt.of(12),
                OptionalInt.of(1000),
                List.of("/home/john/bin/sign", "--in", "/home/john/letter.pdf"),
                Optional.of("machine johns-box"),
                1,
                Optional.empty());
        assertThat(redactor.redact(caller))
                .isEqualTo(new Caller(
                        "sign",
                        OptionalInt.of(12),
                        OptionalInt.empty(),
                        List.of("sign"),
                        Optional.of("machine"),
                        1,
                        Optional.empty()));
    }

    @Test
    void header_loses_host_arguments_and_folders_of_the_user() {
        var header = new RecordingHeader(
                Instant.EPOCH,
                Optional.of("johns-laptop"),
                "puce",
                "relay",
                Optional.of("/run/user/1000/puce/pcscd.comm"),
                Optional.of("4.4"),
                List.of("/home/john/bin/sign", "letter.pdf"),
                Redaction.FULL);
        assertThat(header.redacted(Redaction.PUBLIC))
                .isEqualTo(new RecordingHeader(
                        Instant.EPOCH,
                        Optional.empty(),
                        "puce",
                        "relay",
                        Optional.empty(),
                        Optional.of("4.4"),
                        List.of("sign"),
                        Redaction.PUBLIC));
        assertThat(check(header).leftovers()).hasSize(3);
        assertThat(check(header.redacted(Redaction.PUBLIC)).leftovers()).isEmpty();
    }

    @Test
    void calls_of_every_function_pass_the_check_after_redaction_and_not_before() {
        var before = checkOfCalls();
        var after = checkOfCalls();
        var calls = new ArrayList<>(Calls.ofEveryFunction());
        calls.addAll(Calls.ofForeignLogs());
        for (TracedCall call : calls) {
            before.accept(call);
            after.accept(redactor.redact(call).with(redactor.redact(call.caller())));
        }
        assertThat(before.leftovers()).isNotEmpty();
        assertThat(after.leftovers()).isEmpty();
    }

    @Test
    void check_finds_each_kind_of_leftover() {
        var check = checkOfCalls();
        check.accept(Calls.transmit(1, "00D60000044A6F686E", "4A6F9000"));
        check.accept(Calls.connect(2, "Reader (12345678) 00 00"));
        assertThat(check.leftovers())
                .contains(
                        "call 1: 4 bytes of a command",
                        "call 1: 2 bytes of a response",
                        "call 2: a serial number in the name of a reader");
    }

    private static PublicCheck check(RecordingHeader header) {
        return new PublicCheck(header.host(), header.command(), header.redaction());
    }

    private static PublicCheck checkOfCalls() {
        return new PublicCheck(Optional.empty(), List.of(), Redaction.PUBLIC);
    }

    @ParameterizedTest
    @CsvSource({
        // Calypso: contact, contactless with TCK, SAM
        "3B6F0000805A28114210122B264F3C1D829000, 3B6F0000805A28114210122B00000001829000",
        "3B8F8001805A3C1142141001C17BC9938290004C, 3B8F8001805A3C114214100100000001829000AD",
        "3B6F0000805A4880C1205001AEC00295829000, 3B6F0000805A4880C120500100000001829000",
        // proximity cards
        "3B06010022018277, 3B06010000000001",
        "3B0764081001A2B3C4, 3B0764000000000001",
        "3B0500033666AE, 3B050000000001",
    })
    void atr_with_a_serial_number_has_the_number_of_a_pseudonym(String atr, String shown) {
        var before = status(Bytes.hex(atr));
        var after = redactor.redact(before);

        assertThat(atr(after)).isEqualTo(Bytes.hex(shown));
        assertThat(Atr.parse(atr(after)).tck().status())
                .isEqualTo(Atr.parse(atr(before)).tck().status());
        assertThat(leftovers(after)).isEmpty();
        assertThat(leftovers(before)).containsExactly("call 1: a serial number in an ATR");
    }

    private static TracedCall status(Bytes atr) {
        return Calls.traced(
                1, new Call.Status(Calls.CARD), new Result.Status("Reader 00 00", new CardState(0), Protocol.T1, atr));
    }

    private static Bytes atr(TracedCall traced) {
        return ((Result.Status) traced.result()).atr();
    }

    private static List<String> leftovers(TracedCall traced) {
        var check = checkOfCalls();
        check.accept(traced.with(PublicNames.caller(traced.caller())));
        return check.leftovers();
    }

    @ParameterizedTest
    @CsvSource({
        "3BF81300008131FE15597562696B657934D4", // YubiKey 4
        "3B8F80015D4E6974726F6B65792033829000", // Nitrokey 3
        "3B8A80015A4E6974726F6B65792033", // text of 10 characters
        "3BFA1800008031FE45FE654944202F20504B4903", // Estonian eID
        "3B0200", // too short for a number
    })
    void other_atrs_stay(String hex) {
        var card = status(Bytes.hex(hex));

        assertThat(atr(redactor.redact(card))).isEqualTo(Bytes.hex(hex));
        assertThat(leftovers(card)).isEmpty();
    }

    @Test
    void card_keeps_its_pseudonym_in_every_call() {
        var first = Bytes.hex("3B6F0000805A28114210122B264F3C1D829000");
        var second = Bytes.hex("3B6F0000805A28114210122B27AE59B9829000");
        var pseudonyms = List.of(atr(redactor.redact(status(first))), atr(redactor.redact(status(second))));

        assertThat(pseudonyms).doesNotHaveDuplicates();
        assertThat(atr(redactor.redact(status(first)))).isEqualTo(pseudonyms.getFirst());
        var attribute =
                Calls.traced(1, new Call.GetAttrib(Calls.CARD, Attribute.ATR_STRING), new Result.GetAttrib(second));
        assertThat(redactor.redact(attribute).result()).isEqualTo(new Result.GetAttrib(pseudonyms.getLast()));
        assertThat(leftovers(attribute)).containsExactly("call 1: a serial number in an ATR");
    }
}
