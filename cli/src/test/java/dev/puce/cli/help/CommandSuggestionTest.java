package dev.puce.cli.help;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandSuggestionTest {
    private static final List<String> COMMANDS = List.of(
            "demo", "doctor", "spy", "show", "summary", "diff", "export", "atr", "scan", "send", "serve", "card");

    @ParameterizedTest
    @CsvSource({
        "apdu, puce send",
        "readers, puce scan --once",
        "list, puce scan --once",
        "version, puce --version",
        "sspy, puce spy",
        "sumary, puce summary",
        "docter, puce doctor",
        "APDU, puce send",
        "lisst, puce scan --once",
        "capture, puce spy -o FILE",
        "wiresharc, puce export --to pcapng"
    })
    void finds_the_command_by_meaning_or_spelling(String word, String suggestion) {
        assertThat(CommandSuggestion.of(word, COMMANDS))
                .hasValueSatisfying(found -> assertThat(found).startsWith(suggestion));
    }

    @Test
    void suggests_nothing_for_a_word_that_is_not_near() {
        assertThat(CommandSuggestion.of("xylophone", COMMANDS)).isEmpty();
    }
}
