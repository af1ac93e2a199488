package dev.puce.it.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Views of a recording that contains secrets: they hide those in command lines too.
@Timeout(60)
class ShownCommandLinesTest {
    @TempDir
    private Path folder;

    private String shown(String... options) throws IOException {
        Path recording = Files.writeString(folder.resolve("off.jsonl"), """
                {"type":"header","format":"puce-recording","version":1,"start":"2026-11-23T03:05:37Z","host":"vm",\
                "producer":"puce 0.1.0","source":"relay","command":["tool","--pin","4711"],"redaction":"off"}
                {"type":"call","seq":1,"start_us":253.495,"duration_us":10.367,"program":"tool","pid":31587,"uid":0,\
                "command_line":["tool","--pin","4711"],"connection":1,"call":"SCardEstablishContext",\
                "args":{"scope":"SCARD_SCOPE_USER"},"results":{"context":"0x62650DFA"},"code":"SCARD_S_SUCCESS"}
                """);
        var arguments = new String[options.length + 2];
        arguments[0] = "show";
        arguments[1] = recording.toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        CommandResult ran = CommandResult.puce(Map.of(), arguments);
        assertThat(ran.status()).as(ran.err()).isZero();
        return ran.out();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--json", "--who=all"})
    void are_without_secrets(String view) throws IOException {
        assertThat(shown(view)).contains("--pin", "[hidden]").doesNotContain("4711");
    }

    @Test
    void are_complete_without_redaction() throws IOException {
        assertThat(shown("--json", "--redact", "off")).contains("\"command_line\":[\"tool\",\"--pin\",\"4711\"]");
    }
}
