package dev.puce.cli.help;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cli.Puce;
import dev.puce.cli.help.CommandHelp.Entry;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManPageTest {
    private static final Entry EXAMPLE = new Entry("puce send -r \"A ~ B\" 'x' \\$y", ".dot first, Größe");

    private static String page(String description, Entry example) {
        return ManPage.of(
                new CommandHelp(
                        "puce card insert",
                        List.of("puce card insert KIND"),
                        List.of(description),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(example),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of("puce serve", "pcscd(8)")),
                "puce 1.2.3",
                "2026-11-28");
    }

    @Test
    void title_has_name_section_date_and_version() {
        assertThat(page("Put a card into a reader. More.", EXAMPLE))
                .startsWith(".TH \"PUCE\\-CARD\\-INSERT\" 1 \"2026-11-28\" \"puce 1.2.3\" \"puce manual\"\n")
                .contains("puce\\-card\\-insert \\- Put a card into a reader\n");
    }

    @Test
    void characters_of_roff_are_escaped() {
        assertThat(page("Put.", EXAMPLE))
                .contains(".B \"puce send \\-r \\(dqA \\(ti B\\(dq \\(aqx\\(aq \\e$y\"\n")
                .contains("\n\\&.dot first, Gr\\[u00F6]\\[u00DF]e\n");
    }

    @Test
    void related_pages_have_their_section() {
        assertThat(page("Put.", EXAMPLE)).endsWith("\npuce(1), puce\\-card(1), puce\\-serve(1), pcscd(8)\n");
    }

    @Test
    void pipes_in_examples_have_no_backslash() {
        var nowhere = new PrintWriter(Writer.nullWriter());
        var scan =
                Puce.everyCommand(nowhere, nowhere).getSubcommands().get("scan").getCommandSpec();
        assertThat(ManPage.of(CommandHelp.of(scan), "puce 1.2.3", "2026-11-28"))
                .contains("puce scan \\-1 \\-\\-json | jq \\-r .atr");
    }

    @Test
    void page_has_every_option_of_the_help() {
        var nowhere = new PrintWriter(Writer.nullWriter());
        var spy =
                Puce.everyCommand(nowhere, nowhere).getSubcommands().get("spy").getCommandSpec();
        String page = ManPage.of(CommandHelp.of(spy), "puce 1.2.3", "2026-11-28");
        assertThat(spy.options().stream().filter(option -> !option.hidden() && !option.negatable()))
                .isNotEmpty()
                .allSatisfy(
                        option -> assertThat(page).contains(option.longestName().replace("-", "\\-")));
    }
}
