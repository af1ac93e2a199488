package dev.puce.trace.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineSecretsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pkcs11-tool --login --pin 4711 -O          | pkcs11-tool --login --pin [hidden] -O
            pkcs11-tool -l -p 4711                     | pkcs11-tool -l -p [hidden]
            pkcs15-tool --new-pin=4711 --puk 12345678  | pkcs15-tool --new-pin=[hidden] --puk [hidden]
            env USER_PIN=4711 tool                     | env USER_PIN=[hidden] tool
            gp --key 404142434445464748494A4B4C4D4E4F  | gp --key [hidden]
            gp --key=404142434445464748494A4B4C4D4E4F  | gp --key=[hidden]
            gp -key-enc=40:41:42:43:44:45:46:47 -l     | gp -key-enc=[hidden] -l
            env KEY=404142434445464748494A4B4C4D4E4F x | env KEY=[hidden] x
            pkcs11-tool -lp 4711 -O                    | pkcs11-tool -lp [hidden] -O
            pkcs11-tool -p4711                         | pkcs11-tool -p[hidden]
            pkcs11-tool -lp4711                        | pkcs11-tool -lp[hidden]
            tool --admin-key=404142434445464748494A4B4C4D4E4F | tool --admin-key=[hidden]
            tool --send-apdu=00200080043437313100      | tool --send-apdu=00200080[hidden]
            opensc-tool -s 00:20:00:01:04:34:37:31:31  | opensc-tool -s 00200001[hidden]
            """)
    void secrets_are_hidden(String typed, String shown) {
        assertThat(CommandLineSecrets.hide(List.of(typed.split(" ")))).containsExactly(shown.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "opensc-tool -s 00:A4:00:00:02:3F:00",
        "pkcs11-tool --login --pin --list-objects",
        "ssh -p 22 host",
        "pkcs11-tool --keypairgen --key-type EC:prime256v1",
        "ssh -p22 host",
        "pkcs15-tool --key-usage=sign --read-public-key=45",
        "tool --port-p4711 file-p4711",
        "pcsc_scan -n -t 3"
    })
    void the_rest_is_shown(String typed) {
        assertThat(CommandLineSecrets.hide(List.of(typed.split(" ")))).containsExactly(typed.split(" "));
    }

    @Test
    void a_command_apdu_is_found_wherever_it_stands() {
        assertThat(CommandLineSecrets.hide(
                        List.of("sh", "-c", "opensc-tool -s 0020008006343435353636 -s 00A4000C023F00")))
                .containsExactly("sh", "-c", "opensc-tool -s 00200080[hidden] -s 00A4000C023F00");
        assertThat(CommandLineSecrets.hide(List.of("sh", "-c", "tool '00 20 00 80 06 34 34 35 35 36 36'; true")))
                .containsExactly("sh", "-c", "tool '00200080[hidden]'; true");
    }

    @Test
    void a_command_inside_an_argument_is_looked_at() {
        assertThat(CommandLineSecrets.hide(List.of("sh", "-c", "pkcs11-tool --pin 4711 -O; tool --pin=0815")))
                .containsExactly("sh", "-c", "pkcs11-tool --pin [hidden] -O; tool --pin=[hidden]");
        assertThat(CommandLineSecrets.hide(List.of("sh", "-c", "tool --pin \"12 34\" -l; tool --puk='5 6' x")))
                .containsExactly("sh", "-c", "tool --pin [hidden] -l; tool --puk=[hidden] x");
        assertThat(CommandLineSecrets.hide(List.of("sh", "-c", "tool -lp 4711; gp --key '4041424344454647' -l")))
                .containsExactly("sh", "-c", "tool -lp [hidden]; gp --key '[hidden]' -l");
    }
}
