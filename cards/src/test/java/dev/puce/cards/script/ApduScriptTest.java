package dev.puce.cards.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApduScriptTest {
    private static List<ScriptStep> parse(String script) throws ScriptException {
        return ApduScript.parse(script.lines().toList(), "script");
    }

    private static ScriptStep transmit(String hex) {
        return new ScriptStep.Transmit(Bytes.hex(hex));
    }

    @Test
    void plain_lines_are_commands() throws ScriptException {
        assertThat(parse("""
                # SELECT the master file
                00 A4 00 00 02 3F 00   // by identifier
                00:84:00:00:08

                reset
                """))
                .containsExactly(transmit("00A40000023F00"), transmit("0084000008"), new ScriptStep.Reset());
    }

    @Test
    void backslash_continues_a_line_and_exit_is_a_step() throws ScriptException {
        assertThat(parse("00 A4 00 00 \\\n02 3F 00\nexit\n00 84 00 00 08"))
                .containsExactly(transmit("00A40000023F00"), new ScriptStep.Exit(), transmit("0084000008"));
    }

    @Test
    void apdutool_statements_end_with_a_semicolon() throws ScriptException {
        assertThat(parse("""
                // a script for apdutool
                powerup;
                0x00 0xA4 0x04 0x00 0x02
                    0x3F 0x0 0x7F; /* two
                comment lines */ 0x00 0x84 0x0 0x0 0x0 0x0;
                echo "done";
                powerdown;
                """))
                .containsExactly(
                        new ScriptStep.Reset(),
                        transmit("00A40400023F007F"),
                        transmit("0084000000"),
                        new ScriptStep.PowerDown());
    }

    @Test
    void etsi_scripts_state_the_expected_answer() throws ScriptException {
        var steps = parse("""
                REM an example
                RST
                INI FF FF
                CMD A0 C2 00 00 B0 \\
                    [XX 55] (91 33 , 69 XX)
                OFF
                """);
        var expectation = new Expectation(Optional.of("XX55"), List.of("9133", "69XX"));
        assertThat(steps)
                .containsExactly(
                        new ScriptStep.Reset(),
                        transmit("A010000002FFFF"),
                        new ScriptStep.Transmit(Bytes.hex("A0C20000B0"), Optional.of(expectation)),
                        new ScriptStep.PowerDown());
        assertThat(expectation.matches(Bytes.hex("AA556982"))).isTrue();
        assertThat(expectation.matches(Bytes.hex("AA569133"))).isFalse();
        assertThat(expectation.matches(Bytes.hex("AA559000"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00 A4 0z", "00 A", "0x 00", "CMD 00 A4 (90 00"})
    void malformed_lines_name_their_place(String line) {
        assertThatThrownBy(() -> parse("00A4040000\n" + line))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("script, line 2");
    }

    @Test
    void messages_do_not_quote_the_command() {
        assertThatThrownBy(() -> parse("00 20 00 01 04 31 32 33 3g"))
                .hasMessage("script: 'g' at position 26 is not a hex digit");
    }
}
