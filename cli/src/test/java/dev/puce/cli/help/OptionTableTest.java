package dev.puce.cli.help;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cli.Puce;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// Holds the models of all commands against the table of options.
class OptionTableTest {
    private static final String EVERY_COMMAND = "every command";

    private final List<CommandLine> commands = new ArrayList<>();

    OptionTableTest() {
        var nowhere = new PrintWriter(Writer.nullWriter());
        collect(Puce.everyCommand(nowhere, nowhere));
    }

    private void collect(CommandLine parent) {
        for (CommandLine command : parent.getSubcommands().values()) {
            commands.add(command);
            collect(command);
        }
    }

    private static List<OptionSpec> visibleOptions(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .toList();
    }

    private static String shortName(OptionSpec option) {
        return Arrays.stream(option.names())
                .filter(name -> !name.startsWith("--"))
                .findFirst()
                .orElse("");
    }

    @Test
    void every_option_has_the_names_of_the_table() {
        for (CommandLine command : commands) {
            for (OptionSpec option : visibleOptions(command)) {
                String place = command.getCommandSpec().qualifiedName() + " " + option.longestName();
                OptionTable.Row row = OptionTable.rows().get(option.longestName());
                assertThat(row).as(place).isNotNull();
                assertThat(shortName(option)).as(place).isEqualTo(row.shortName());
                assertThat(option.arity().max() == 0 ? "" : option.paramLabel())
                        .as(place)
                        .isEqualTo(row.argument());
            }
        }
    }

    @Test
    void table_lists_the_commands_of_every_option() {
        var actual = new TreeMap<String, Set<String>>();
        for (CommandLine command : commands) {
            String name = command.getCommandSpec().qualifiedName().replaceFirst("^puce ", "");
            visibleOptions(command)
                    .forEach(option -> actual.computeIfAbsent(option.longestName(), _ -> new TreeSet<>())
                            .add(name));
        }
        OptionTable.rows().values().forEach(row -> {
            if (row.commands().equals(List.of(EVERY_COMMAND))) {
                assertThat(actual.get(row.name())).as(row.name()).hasSize(commands.size());
            } else {
                assertThat(actual.get(row.name())).as(row.name()).containsExactlyElementsOf(row.commands());
            }
        });
    }

    @Test
    void no_letter_stands_for_two_options() {
        var letters = OptionTable.rows().values().stream()
                .map(OptionTable.Row::shortName)
                .filter(name -> !name.isEmpty())
                .toList();
        assertThat(letters).doesNotHaveDuplicates();
    }

    @Test
    void every_help_page_fits_sixty_columns() {
        for (CommandLine command : commands) {
            var help = CommandHelp.of(command.getCommandSpec());
            var examples = help.examples().stream().map(CommandHelp.Entry::term).toList();
            HelpPage.of(help, 60)
                    .lines()
                    .filter(line -> !examples.contains(line.strip())) // command lines are not broken
                    .forEach(line -> assertThat(line).as(help.name()).hasSizeLessThanOrEqualTo(60));
        }
    }

    @Test
    void usage_has_at_most_three_lines_and_begins_with_the_command() {
        for (CommandLine command : commands) {
            var help = CommandHelp.of(command.getCommandSpec());
            assertThat(help.usage()).as(help.name()).hasSizeBetween(1, 3).allMatch(line -> line.startsWith("puce "));
        }
    }

    @Test
    void descriptions_contain_no_unreplaced_variable() {
        for (CommandLine command : commands) {
            var help = CommandHelp.of(command.getCommandSpec());
            assertThat(HelpPage.of(help, 80)).as(help.name()).doesNotContain("${", "%%", "[null]", "null");
        }
    }
}
