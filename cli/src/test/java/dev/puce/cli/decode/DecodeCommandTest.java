package dev.puce.cli.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cli.Puce;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodeCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private String decode(String... args) {
        String[] words = new String[args.length + 1];
        words[0] = "decode";
        System.arraycopy(args, 0, words, 1, args.length);
        assertThat(Puce.run(new PrintWriter(out, true), new PrintWriter(err, true), words))
                .as(err.toString())
                .isZero();
        return out.toString();
    }

    @Test
    void command_in_separate_bytes_is_one_command() {
        assertThat(decode("00", "A4", "04", "00", "05", "A0", "00", "00", "03", "08"))
                .startsWith("SELECT")
                .contains("PIV");
    }

    @Test
    void pair_shows_the_tries_left_and_no_pin() {
        assertThat(decode("0020008008" + "313233343536FFFF > 63C2", "--app", "piv"))
                .contains("VERIFY", "63 C2".replace(" ", ""), "2")
                .doesNotContain("313233", "123456", "31 32 33");
    }

    @Test
    void dash_as_script_is_standard_input() {
        var before = System.in;
        try {
            System.setIn(new ByteArrayInputStream("6A82\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(decode("-s", "-")).contains("6A82").contains("not found");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void status_word_has_its_meaning() {
        assertThat(decode("6A82")).contains("6A82").contains("not found");
    }

    @Test
    void identifier_has_its_name() {
        assertThat(decode("A000000308000010000100")).contains("PIV");
    }

    @Test
    void data_objects_are_a_tree() {
        assertThat(decode("6F0A8408A000000151000000"))
                .contains("84 ", "A000000151000000")
                .doesNotContain("GET DATA");
    }

    @Test
    void data_objects_have_no_status() {
        assertThat(decode("6F0A8408A000000151000000")).contains("6F ").doesNotContain("status", "9000");
    }

    @Test
    void answer_to_reset_is_pointed_out() {
        decode("3BF81300008131FE15597562696B657934D4");
        assertThat(err.toString()).contains("argument 1 may be an ATR. Try: puce atr HEX");
    }

    @Test
    void command_is_not_taken_for_an_answer_to_reset() {
        decode("3B00000000", "00A40400");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void script_is_explained_in_context(@TempDir Path folder) throws IOException {
        Path script = Files.writeString(folder.resolve("session.txt"), """
                # PIV
                00A4040005A000000308 > 9000
                00FD000000 > 0504039000
                """);
        assertThat(decode("-s", script.toString())).contains("5.4.3");
    }

    @Test
    void json_has_the_tree() {
        assertThat(decode("--json", "6F0A8408A000000151000000"))
                .contains("\"tree\":[{", "\"id\":\"84\"")
                .doesNotContain("GET DATA", "9000");
        assertThat(decode("--json", "A0000000031010"))
                .endsWith("{\"application\":\"emv\",\"words\":\"Visa credit or debit\"}" + System.lineSeparator());
        assertThat(decode("--json", "6A82"))
                .contains("\"sw\":\"6A82\"", "\"status\":\"")
                .doesNotContain("GET DATA");
    }

    @Test
    void input_that_is_not_hex_is_not_quoted() {
        int status = Puce.run(new PrintWriter(out), new PrintWriter(err), "decode", "002000800431323g");
        assertThat(status).isEqualTo(2);
        assertThat(err.toString())
                .contains("argument 1 is not hex: invalid hex digit 'g' at position 15")
                .doesNotContain("3132");
    }

    @Test
    void wrong_character_of_a_response_has_its_position_there() {
        int status = Puce.run(new PrintWriter(out), new PrintWriter(err), "decode", "00A40400 > 9x");
        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("in the response, invalid hex digit 'x' at position 1");
    }

    @Test
    void wrong_character_is_escaped() {
        int status = Puce.run(new PrintWriter(out), new PrintWriter(err), "decode", "00\u001B");
        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("invalid hex digit").doesNotContain("\u001B");
    }

    @Test
    void success_has_its_meaning_too() {
        assertThat(decode("9000")).isEqualTo("9000 done\n");
        assertThat(decode("> 9000")).startsWith("9000 done\n").doesNotContain("cut command");
        assertThat(decode("00A4040000 >")).contains("no answer");
    }

    @Test
    void cut_data_objects_show_their_beginning() {
        assertThat(decode("--as", "tlv", "6F0A8408A0000001"))
                .contains("incomplete object", "4 bytes missing", "84", "A0000001")
                .doesNotContain("9000");
    }

    private String refused(String... arguments) {
        var all = new ArrayList<>(List.of("decode"));
        all.addAll(List.of(arguments));
        assertThat(Puce.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new)))
                .isEqualTo(2);
        return err.toString();
    }

    @Test
    void bytes_that_cannot_be_of_the_kind_are_refused() {
        assertThat(refused("--as", "sw", "9000FF")).contains("argument 1: a status word has 2 bytes, not 3");
        assertThat(refused("--as", "aid", "A0")).contains("an AID has 5 to 16 bytes, not 1");
        assertThat(refused("--sm-keys", "gp:00", "9000")).contains("the key has 1 byte, not 16");
    }
}
