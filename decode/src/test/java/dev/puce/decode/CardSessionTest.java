package dev.puce.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.decode.value.Outcome;
import dev.puce.iso7816.Bytes;
import org.junit.jupiter.api.Test;

/// The context in which commands are explained, with made-up exchanges.
class CardSessionTest {
    private static final String PIV = "00A4040009A00000030800001000";
    private static final String OATH = "00A4040007A0000005272101";

    private final CardSession session = new CardSession();

    private Exchange exchange(String command, String response) {
        session.command(Bytes.hex(command));
        return session.response(Bytes.hex(response));
    }

    private CommandContext command(String command) {
        return session.command(Bytes.hex(command));
    }

    @Test
    void names_application_before_the_answer() {
        exchange(PIV, "9000");
        var context = command("00CB3FFF055C035FC105");
        assertThat(context.application().id()).isEqualTo("piv");
        assertThat(context.confidence()).isEqualTo(Confidence.SELECTED);
        assertThat(context.instruction().name()).isEqualTo("GET DATA");
        assertThat(context.instruction().source()).startsWith("NIST SP 800-73");
    }

    @Test
    void keeps_application_after_a_failed_select() {
        exchange(PIV, "9000");
        exchange(OATH, "6A82");
        var context = command("00F7009B");
        assertThat(context.application().id()).isEqualTo("piv");
        assertThat(context.confidence()).isEqualTo(Confidence.PROBABLE);
    }

    @Test
    void selects_by_partial_name() {
        assertThat(exchange("00A4040005A000000308", "9000").application().id()).isEqualTo("piv");
        assertThat(exchange("00A4040007A0000005272001", "9000").application().id())
                .isEqualTo("otp");
        assertThat(exchange("00A4040004A0000003", "9000").application().isKnown())
                .isTrue();
        assertThat(exchange("00A4040004A0000003", "9000").application().id()).isEqualTo("other");
    }

    @Test
    void takes_full_name_from_the_answer_of_a_partial_select() {
        exchange("00A4040005A000000003", "6F0E8407A0000000031010A5035001569000");
        assertThat(session.application(0).name()).isEqualTo("Visa credit or debit");
    }

    @Test
    void selects_default_application_by_empty_name() {
        var exchange = exchange("00A4040000", "6F108408A000000151000000A5049F6501FF9000");
        assertThat(exchange.application().id()).isEqualTo("gp");
        assertThat(command("80CA006600").application().name()).isEqualTo("GlobalPlatform issuer security domain");
    }

    @Test
    void forgets_everything_at_a_reset() {
        exchange(PIV, "9000");
        session.reset(Bytes.EMPTY);
        assertThat(session.application(0).isKnown()).isFalse();
    }

    @Test
    void infers_application_from_atr_and_command() {
        session.reset(Bytes.hex("3B8180018080"));
        var context = command("906A000000");
        assertThat(context.application().id()).isEqualTo("desfire");
        assertThat(context.confidence()).isEqualTo(Confidence.FROM_ATR);
        session.reset(Bytes.EMPTY);
        assertThat(command("A0A40000023F00").confidence()).isEqualTo(Confidence.FROM_COMMAND);
        assertThat(session.application(0).id()).isEqualTo("sim");
    }

    @Test
    void separates_logical_channels() {
        exchange(PIV, "9000");
        exchange("0070000001", "019000");
        exchange("01A4040007A0000005272101", "9000");
        assertThat(command("01A1000000").instruction().name()).isEqualTo("LIST");
        session.noResponse();
        assertThat(command("00F7009B").instruction().name()).isEqualTo("GET METADATA");
        session.noResponse();
        exchange("00708001", "9000");
        assertThat(session.application(1).isKnown()).isFalse();
    }

    @Test
    void opens_channel_from_another_one_with_its_application() {
        exchange("0070000001", "019000");
        exchange("01A4040007A0000005272101", "9000");
        exchange("0170000001", "029000");
        assertThat(session.application(2).id()).isEqualTo("oath");
    }

    @Test
    void joins_interleaved_chains_by_channel() {
        exchange(PIV, "9000");
        exchange("10DB3FFF055C035FC105", "9000");
        exchange("01A4040007A0000005272101", "9000");
        var exchange = exchange("00DB3FFF025300", "9000");
        assertThat(exchange.size()).isEqualTo(2);
        assertThat(exchange.line().words())
                .isEqualTo("PUT DATA certificate for PIV authentication (9A), empty: delete the object");
    }

    @Test
    void joins_get_response_with_its_command() {
        exchange(PIV, "9000");
        assertThat(exchange("00CB3FFF055C035FC102", "61FF").isOpen()).isTrue();
        var context = command("00C0000000");
        assertThat(context.role()).isEqualTo(Role.FETCH);
        assertThat(context.first()).map(first -> first.instruction().name()).contains("GET DATA");
        var exchange = session.response(Bytes.hex("5304FE0032009000"));
        assertThat(exchange.parts()).hasSize(2);
        assertThat(exchange.isOpen()).isFalse();
        assertThat(exchange.response()).contains(Bytes.hex("5304FE0032009000"));
    }

    @Test
    void keeps_data_that_come_with_61XX() {
        exchange("00CA006E00", "01026101");
        assertThat(exchange("00C0000001", "039000").response()).contains(Bytes.hex("0102039000"));
    }

    @Test
    void repetition_after_an_incomplete_answer_replaces_it() {
        exchange("00CB3FFF035C017E08", "7E124F0BA000610C");
        assertThat(command("00CB3FFF035C017E14").role()).isEqualTo(Role.RETRY);
        var exchange = session.response(Bytes.hex("7E124F0BA0009000"));
        assertThat(exchange.number()).isEqualTo(1);
        assertThat(exchange.response()).contains(Bytes.hex("7E124F0BA0009000"));
        assertThat(exchange("00CB3FFF035C017E08", "7E124F0BA000610C").size()).isEqualTo(1);
        assertThat(exchange("00CB3FFF035C017E08", "7E124F0BA000610C").size()).isEqualTo(1);
    }

    @Test
    void joins_repetition_with_the_right_length() {
        exchange("00B0000000", "6C04");
        assertThat(command("00B0000004").role()).isEqualTo(Role.RETRY);
        var exchange = session.response(Bytes.hex("010203049000"));
        assertThat(exchange.size()).isEqualTo(2);
        assertThat(exchange.status().outcome()).isEqualTo(Outcome.OK);
        assertThat(command("00B0000004").role()).isEqualTo(Role.FIRST);
    }

    @Test
    void explains_another_instruction_within_a_chain_as_a_new_exchange() {
        exchange("10DB3FFF055C035FC105", "9000");
        assertThat(command("0084000008").role()).isEqualTo(Role.FIRST);
    }

    @Test
    void separates_steps_of_pace() {
        exchange("0022C1A412800A04007F0007020204060283010184010D", "9000");
        exchange("10860000027C0000", "7C1280109BFF93E6ED9F5F9764EC0D783D14FB039000");
        assertThat(command("10860000067C048102010200").role()).isEqualTo(Role.FIRST);
    }

    @Test
    void gives_data_after_a_procedure_byte_to_their_command() {
        exchange("0020000106", "20");
        var context = command("313233343536");
        assertThat(context.role()).isEqualTo(Role.DATA);
        assertThat(context.instruction().name()).isEqualTo("VERIFY");
        assertThat(session.response(Bytes.hex("9000")).command()).isEqualTo(Bytes.hex("0020000106313233343536"));
    }

    @Test
    void gives_data_after_a_header_without_answer_to_their_command() {
        command("0020000106");
        session.noResponse();
        assertThat(command("313233343536").role()).isEqualTo(Role.DATA);
        session.noResponse();
        assertThat(command("00A4040000").role()).isEqualTo(Role.FIRST);
    }

    @Test
    void recognises_secure_messaging_and_reads_nothing_into_it() {
        exchange("00A4040C07A0000002471001", "9000");
        var context = command("0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800");
        assertThat(context.protection()).isEqualTo(Protection.ISO);
        var exchange = session.response(Bytes.hex("990290008E08FA855A5D4C50A8ED9000"));
        assertThat(exchange.line().words()).startsWith("SELECT encrypted");
        assertThat(command("00B0000000").file()).isEmpty();
    }

    @Test
    void opens_secure_channel_of_globalplatform() {
        exchange("8482030010BA6961667737C5BCEBECE14C7D6A4376", "9000");
        var context = command("84E2800010000102030405060708090A0B0C0D0E0F");
        assertThat(context.protection()).isEqualTo(Protection.GLOBALPLATFORM);
        var tree = session.response(Bytes.hex("9000")).tree().getFirst().describe();
        assertThat(tree).contains("encrypted data: 0001020304050607").contains("MAC: 08090A0B0C0D0E0F");
    }

    @Test
    void remembers_current_file() {
        exchange("00A4040407A0000000871002", "9000");
        exchange("00A40004026F07", "9000");
        assertThat(command("00B0000009").file()).hasValueSatisfying(file -> {
            assertThat(file.name()).isEqualTo("EF.IMSI");
            assertThat(file.id()).isEqualTo(0x6F07);
        });
    }

    @Test
    void applies_data_object_lists_of_the_card() {
        exchange("00A4040007A000000003101000", "6F1A8407A0000000031010A50F5004564953419F38069F02065F2A029000");
        var exchange = exchange("80A800000A8308000000001000097800", "6985");
        assertThat(exchange.line().words()).isEqualTo("GET PROCESSING OPTIONS 10.00 EUR");
        assertThat(exchange.status().meaning()).isEqualTo("choose another application");
        var misfit = exchange("80A80000048302000000", "6985");
        assertThat(misfit.tree().getFirst().describe()).contains("does not fit the list seen, 8 bytes");
    }

    @Test
    void tells_meanings_of_91XX_apart() {
        session.assume(Application.ofId("usim").orElseThrow());
        assertThat(exchange("00B0000004", "9116").status().waiting()).hasValue(0x16);
        session.assume(Application.ofId("desfire").orElseThrow());
        assertThat(exchange("906A000000", "919D").status().meaning()).isEqualTo("permission denied");
        session.assume(Application.ofId("fido").orElseThrow());
        assertThat(exchange("801080000104", "029100").status().meaning()).isEqualTo("keep-alive");
    }

    @Test
    void joins_keep_alives_of_ctap_with_their_command() {
        session.assume(Application.ofId("fido").orElseThrow());
        exchange("80108000010400", "029100");
        var exchange = exchange("8011000000", "00A1051904B09000");
        assertThat(exchange.size()).isEqualTo(2);
        assertThat(exchange.line().words()).isEqualTo("CTAP authenticatorGetInfo: success");
        assertThat(exchange.tree().get(1).describe()).contains("maxMsgSize: 1200");
    }

    @Test
    void fetches_rest_of_oath_answers_with_their_own_instruction() {
        exchange(OATH, "9000");
        exchange("00A1000000", "7206213132333461FF");
        var exchange = exchange("00A5000000", "359000");
        assertThat(exchange.size()).isEqualTo(2);
        assertThat(exchange.line().words()).isEqualTo("LIST: TOTP, SHA-1, \"12345\"");
    }

    @Test
    void names_alternatives_if_nothing_decides() {
        var context = command("80F2000000");
        assertThat(context.instruction().toString()).isEqualTo("STATUS");
        session.noResponse();
        assertThat(command("80CB008000").instruction().toString()).isEqualTo("GET DATA or RETRIEVE DATA");
        session.noResponse();
        assertThat(command("80770000").instruction().toString()).isEqualTo("INS 77 in class 80");
    }

    @Test
    void keeps_name_of_a_malformed_command() {
        var exchange = exchange("00A4040009A000000308", "6700");
        assertThat(exchange.line().words()).startsWith("SELECT PIV (malformed: Lc announces 9 bytes, and 4 of them");
    }

    @Test
    void leaves_hidden_data_out() {
        session.command(Bytes.hex("00200080"), true);
        var exchange = session.response(Bytes.hex("63C2"));
        assertThat(exchange.line().toString()).isEqualTo("VERIFY reference 0 of the DF - 63C2 wrong, 2 tries left");
        assertThat(exchange.tree().getFirst().describe()).contains("data: [hidden]");
        session.command(Bytes.hex("00A40400"), true);
        assertThat(session.response(Bytes.hex("9000")).line().words()).isEqualTo("SELECT [hidden]");
    }

    @Test
    void hides_rest_of_a_partly_hidden_answer() {
        exchange(PIV, "9000");
        command("00CB3FFF055C035FC109");
        var exchange = session.response(Bytes.hex("9000"), true);
        assertThat(exchange.tree().get(1).describe()).contains("answer: [hidden]");
    }

    @Test
    void gives_every_exchange_a_number() {
        assertThat(exchange("00B0000000", "6C04").number()).isEqualTo(1);
        assertThat(exchange("00B0000004", "010203049000").number()).isEqualTo(1);
        assertThat(exchange("0084000008", "9000").number()).isEqualTo(2);
    }

    @Test
    void distinguishes_states_and_absence_from_failures() {
        exchange(PIV, "9000");
        assertThat(exchange("00200080", "63C3").status().outcome()).isEqualTo(Outcome.STATE);
        assertThat(exchange("00200080083132333435363738", "63C2").status().outcome())
                .isEqualTo(Outcome.FAILURE);
        assertThat(exchange("00200080083132333435363738", "6983").status().triesLeft())
                .hasValue(0);
        assertThat(exchange(OATH, "6A82").status().outcome()).isEqualTo(Outcome.ABSENT);
        command("00200080");
        assertThat(session.noResponse().status().outcome()).isEqualTo(Outcome.NO_ANSWER);
    }

    @Test
    void hides_pin_that_a_reader_repeats() {
        var exchange = exchange("FF20000003112233", "071122339000");
        assertThat(exchange.tree().toString() + exchange.line()).doesNotContain("112233");
    }

    @Test
    void shows_text_of_readers_that_send_no_status_word() {
        var exchange = exchange("FF00480000", "41435231323255323037");
        assertThat(exchange.line().toString()).isEqualTo("GET FIRMWARE VERSION: \"ACR122U207\"");
        assertThat(exchange.status().word()).isEmpty();
    }

    @Test
    void hides_cryptograms_of_desfire_authentication() {
        exchange("900A0000010000", "112233445566778891AF");
        var exchange = exchange("90AF00001000112233445566770011223344556677" + "00", "AABBCCDDEEFF00119100");
        assertThat(exchange.size()).isEqualTo(2);
        assertThat(exchange.line().toString()).isEqualTo("AUTHENTICATE DES or 3DES, key 0 - 9100 done");
        assertThat(exchange.tree().toString()).doesNotContain("00112233").doesNotContain("AABBCCDD");
    }

    @Test
    void rejects_response_without_command() {
        assertThatThrownBy(() -> session.response(Bytes.hex("9000"))).isInstanceOf(IllegalStateException.class);
    }
}
