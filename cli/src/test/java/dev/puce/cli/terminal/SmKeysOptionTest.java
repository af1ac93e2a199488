package dev.puce.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cli.Puce;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `puce decode --sm-keys` with the worked example of ICAO Doc 9303-11, appendices D.3 and D.4.
final class SmKeysOptionTest {
    private static final String SCRIPT = """
            00A4040C07A0000002471001 > 9000
            008200002872C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F25F1448EEA8AD90A728 > \
            46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D74499000
            0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800 > 990290008E08FA855A5D4C50A8ED9000
            """;

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    private String decode(String keys) throws Exception {
        Path script = Files.writeString(folder.resolve("passport.txt"), SCRIPT);
        var out = new ByteArrayOutputStream();
        Puce.run(
                new PrintWriter(out, true, StandardCharsets.UTF_8),
                new PrintWriter(err, true),
                "decode",
                "--sm-keys",
                keys,
                "-s",
                script.toString());
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void key_on_the_command_line_decrypts() throws Exception {
        assertThat(decode("mrz:L898902C<,690806,940623")).contains("SELECT EF.COM, no answer data, decrypted");
    }

    @Test
    void file_may_have_comments_and_several_keys() throws Exception {
        Path file = Files.writeString(
                folder.resolve("keys.txt"),
                "# passports\nmrz:L898902C3,740812,120415\n\nmrz:L898902C<,690806,940623\n");
        assertThat(decode("file:" + file)).contains("SELECT EF.COM").doesNotContain("L898902C");
    }

    @Test
    void wrong_zone_leaves_the_exchange_encrypted() throws Exception {
        assertThat(decode("mrz:L898902C<,690807,940623")).contains("SELECT encrypted");
    }

    @Test
    void messages_do_not_repeat_keys() throws Exception {
        Path file = Files.writeString(folder.resolve("keys.txt"), "gp:C0FFEE12\n");
        for (String keys : new String[] {"gp:C0FFEE12", "C0FFEE12", "file:" + file, "iso:C0FFEE12,C0FFEE12"}) {
            assertThat(decode(keys)).isEmpty();
        }
        assertThat(err.toString()).contains("--sm-keys").contains("line 1").doesNotContain("C0FFEE");
    }

    @Test
    void missing_file_and_variable_are_named() throws Exception {
        decode("file:" + folder.resolve("absent"));
        decode("env:PUCE_TEST_ABSENT");
        assertThat(err.toString()).contains("absent").contains("PUCE_TEST_ABSENT is not set");
    }
}
