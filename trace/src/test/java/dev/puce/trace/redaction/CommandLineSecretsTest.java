package dev.puce.trace.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
            pkcs11-tool -p blue-Moon                   | pkcs11-tool -p [hidden]
            /usr/bin/pkcs11-tool -lp blue-Moon         | /usr/bin/pkcs11-tool -lp [hidden]
            yubico-piv-tool -P 246813 -averify-pin     | yubico-piv-tool -P [hidden] -averify-pin
            yubico-piv-tool -k0102030405060708         | yubico-piv-tool -k[hidden]
            yubico-piv-tool -N135724 -n 0102030405060708 | yubico-piv-tool -N[hidden] -n [hidden]
            ykman piv access change-pin -P 246813 -n 135724 | ykman piv access change-pin -P [hidden] -n [hidden]
            ykman piv access change-management-key -m 0102030405060708 | ykman piv access change-management-key -m [hidden]
            ykman oath accounts add NAME JBSWY3DPEB3W64TMMQ | ykman oath accounts add NAME [hidden]
            ykman oath accounts add -o TOTP -P 30 NAME JBSWY3DPEB3W64TMMQ -t | ykman oath accounts add -o TOTP -P 30 NAME [hidden] -t
            ykman config set-lock-code --new-lock-code 0102030405060708 | ykman config set-lock-code --new-lock-code [hidden]
            ykman otp static 1 blue-Moon               | ykman otp static 1 [hidden]
            gp --lock 404142434445464748494A4B4C4D4E4F | gp --lock [hidden]
            gp --key emv:404142434445464748494A4B4C4D4E4F | gp --key [hidden]
            tool --key emv:404142434445464748494A4B4C4D4E4F | tool --key [hidden]
            python3 pySim-prog.py --ki 0102030405060708 --opc 0304 | python3 pySim-prog.py --ki [hidden] --opc [hidden]
            npa-tool --can=246813                      | npa-tool --can=[hidden]
            npa-tool -p246813                          | npa-tool -p[hidden]
            openssl rsa -passin pass:blue -in key.pem  | openssl rsa -passin [hidden] -in key.pem
            gpg --passphrase blue --sign               | gpg --passphrase [hidden] --sign
            app {"pin":"246813","x":1}                 | app {"pin":"[hidden]","x":1}
            app {"pin":246813,"x":1}                   | app {"pin":[hidden],"x":1}
            send.py 00 20 00 81 06 32 34 36 38 31 33   | send.py 00 20 00 81 [hidden]
            send.py 0x00 0x20 0x00 0x81 0x02 0x32 0x34 | send.py 0x00 0x20 0x00 0x81 [hidden]
            opensc-tool -s 00:DA:00:D3:08:31:32:33:34:35:36:37:38 | opensc-tool -s 00DA00D3[hidden]
            send.py [0x00,0x20,0x00,0x81,0x02,0x32,0x34] | send.py [00200081[hidden]]
            printf \\x00\\x20\\x00\\x81\\x02\\x32\\x34 | printf 00200081[hidden]
            keytool -list -storepass blue-Moon         | keytool -list -storepass [hidden]
            curl -u me:blue https://example.org/x      | curl -u [hidden] https://example.org/x
            java -jar gp.jar --lock 404142434445464748494A4B4C4D4E4F | java -jar gp.jar --lock [hidden]
            puce show --sm-keys mrz:L898902C3,740812,120415 x | puce show --sm-keys [hidden] x
            curl https://me:blue@example.org/x         | curl https://me:[hidden]@example.org/x
            app otpauth://totp/x?secret=JBSWY3DP       | app otpauth://totp/x?secret=[hidden]
            java -Dpin=246813 -jar x.jar               | java -Dpin=[hidden] -jar x.jar
            tool pkcs11:token=x?pin-value=246813       | tool pkcs11:token=x?pin-value=[hidden]
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
        "pcsc_scan -n -t 3",
        "server --port 35963",
        "gp --install x.cap --applet A000000151000000",
        "opensc-tool -r 0 -s 00:A4:04:00:05:A0:00:00:03:08",
        "send.py 00 A4 04 00 05 A0 00 00 03 08",
        "openssl rsa -passin env:PASS -in key.pem",
        "ykman -d 12345678 list",
        "ykman oath accounts add -o TOTP NAME",
        "yubico-piv-tool -a status -s 9a",
        "curl https://example.org:8080/x@y",
        "pkcs11-tool -p",
        "tool --keyfile /home/me/lock.pem"
    })
    void the_rest_is_shown(String typed) {
        assertThat(CommandLineSecrets.hide(List.of(typed.split(" ")))).containsExactly(typed.split(" "));
    }

    /// The lines of `command-lines.txt`, as typed and as shown.
    static List<Arguments> lines() throws IOException {
        try (var in = CommandLineSecretsTest.class.getResourceAsStream("command-lines.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> {
                        int at = line.lastIndexOf(" | ");
                        String typed = at < 0 ? line : line.substring(0, at);
                        return Arguments.of(typed, at < 0 ? line : line.substring(at + 3));
                    })
                    .toList();
        }
    }

    private static List<String> words(String line) {
        return Pattern.compile("«([^»]*)»|[^ ]+")
                .matcher(line)
                .results()
                .map(word -> word.group(1) == null ? word.group() : word.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void every_spelling_hides_its_secrets_and_nothing_else(String typed, String shown) {
        assertThat(CommandLineSecrets.hide(words(typed))).isEqualTo(words(shown));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void a_second_redaction_changes_nothing(String typed, String shown) {
        assertThat(CommandLineSecrets.hide(words(shown))).isEqualTo(words(shown));
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
    void a_known_program_inside_an_argument_is_looked_at() {
        assertThat(CommandLineSecrets.hide(List.of("sh", "-c", "cd x; ykman piv access change-pin -P '12 34' -n 5678")))
                .containsExactly("sh", "-c", "cd x; ykman piv access change-pin -P '[hidden]' -n [hidden]");
    }

    @Test
    void strict_leaves_names_of_options_alone() {
        assertThat(CommandLineSecrets.namesOnly(List.of("tool", "--name=x", "-v", "file", "-p4711")))
                .containsExactly("tool", "--name=[hidden]", "-v", "[hidden]", "[hidden]");
    }

    @Test
    void a_command_inside_an_argument_is_looked_at() {
        assertThat(CommandLineSecrets.hide(List.of("sh", "-c", "pkcs11-tool --pin 4711 -O; tool --pin=0815")))
                .containsExactly("sh", "-c", "pkcs11-tool --pin [hidden] -O; tool --pin=[hidden]");
        assertThat(CommandLineSecrets.hide(List.of("sh", "-c", "tool --pin \"12 34\" -l; tool --puk='5 6' x")))
                .containsExactly("sh", "-c", "tool --pin \"[hidden]\" -l; tool --puk='[hidden]' x");
        assertThat(CommandLineSecrets.hide(List.of("sh", "-c", "tool -lp 4711; gp --key '4041424344454647' -l")))
                .containsExactly("sh", "-c", "tool -lp [hidden]; gp --key '[hidden]' -l");
    }
}
