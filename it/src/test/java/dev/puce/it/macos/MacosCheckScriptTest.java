package dev.puce.it.macos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `docs/how-to/macos-check.sh`, which asks owners of a Mac for facts, with stand-ins for the programs of macOS.
@Timeout(120)
final class MacosCheckScriptTest {
    @TempDir
    private Path folder;

    @Test
    void answers_have_counts_and_message_texts_and_no_card_data() throws IOException {
        var entries = new LogEntries();
        var tools = new StandInTools(Files.createDirectory(folder.resolve("tools")));
        tools.play(
                1,
                List.of(
                        LogEntries.FIRST_LINE,
                        entries.call(100, "4711", "app", 7, "SCardTransmit"),
                        entries.apdu(110, 7, "-> 00 20 00 80 08 37 33 39 31 34 36 ff ff"),
                        entries.apdu(120, 7, "<- 63 c2")));
        Path script = Path.of("../docs/how-to/macos-check.sh").toAbsolutePath();
        var result = CommandResult.command(
                Map.of("PUCE_MACOS_TOOLS", tools.folder().toString()),
                List.of(
                        "sh",
                        "-c",
                        "cd " + folder + " && { until grep -q '<-' card.ndjson; do sleep 0.1; done 2>&1; echo; } | sh "
                                + script));
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(folder.resolve("answers.txt"))
                .content()
                .contains("longest APDU in bytes: 13", "-> SCardTransmit()", "1 pcscapi", "2 APDULog", "APDU -> HEX")
                .doesNotContain("37 33 39");
        assertThat(folder.resolve("card.ndjson")).content().contains("37 33 39");
        assertThat(tools.starts()).hasSize(1);
    }
}
