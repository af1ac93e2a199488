package dev.puce.it.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.it.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Views of calls while they happen: `puce spy --text` and `puce show --follow`.
@Timeout(120)
class LiveViewsTest {
    private static final String HEADER = """
            {"type":"header","format":"puce-recording","version":1,"start":"2026-11-22T13:00:00Z","source":"test"}
            """;

    @TempDir
    private Path folder;

    private static List<String> spy(String text) {
        var command = CommandResult.puceCommand("spy", "--virtual", "--text", text, "--");
        command.addAll(CommandResult.puceCommand("send", "00A4040000"));
        return command;
    }

    @Test
    void spy_writes_its_view_to_a_file() throws IOException {
        Path text = folder.resolve("trace.txt");
        var ran = CommandResult.command(Map.of(), spy(text.toString()));
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(text).content().contains("Connect shared", "SELECT");
        assertThat(ran.err()).doesNotContain("Connect shared", "SELECT default");
        assertThat(ran.out()).contains("> 00 A4 04 00 00");
    }

    @Test
    void spy_writes_its_view_to_an_open_descriptor() throws IOException {
        Path text = folder.resolve("trace.txt");
        var command = new ArrayList<>(List.of("bash", "-c", "exec \"$@\" 3> \"$0\"", text.toString()));
        command.addAll(spy("3"));
        var ran = CommandResult.command(Map.of(), command);
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(text).content().contains("Connect shared", "SELECT");
    }

    @Test
    void spy_does_not_overwrite_a_text_without_force() throws IOException {
        Path text = Files.writeString(folder.resolve("trace.txt"), "before");
        var ran = CommandResult.command(Map.of(), spy(text.toString()));
        assertThat(ran.status()).isNotZero();
        assertThat(ran.err()).contains("exists already");
        assertThat(text).hasContent("before");
    }

    @Test
    void show_follows_a_recording_that_grows() throws IOException {
        Path recording = Files.writeString(folder.resolve("trace.jsonl"), HEADER + call(1));
        try (var show = RunningProgram.start(
                Map.of(), CommandResult.puceCommand("show", "--follow", "-f", "json", recording.toString()))) {
            int after = show.await("\"seq\":1,", 0);
            assertThat(show.output()).doesNotContain("\"seq\":2,");
            Files.writeString(recording, call(2), StandardOpenOption.APPEND);
            show.await("\"seq\":2,", after);
            assertThat(show.isAlive()).isTrue();
        }
    }

    private static String call(int number) {
        return """
                {"type":"call","seq":%d,"start_us":%d,"duration_us":10,"call":"SCardConnect",\
                "args":{"context":"0x00000001","reader":"Reader 00 00","shareMode":"SCARD_SHARE_SHARED",\
                "preferredProtocols":"SCARD_PROTOCOL_T1"},"results":{"card":"0x00000007",\
                "activeProtocol":"SCARD_PROTOCOL_T1"},"code":"SCARD_S_SUCCESS"}
                """.formatted(number, number * 100);
    }
}
