package dev.puce.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.decode.dictionary.ApplicationTable;
import dev.puce.decode.dictionary.Dictionary;
import dev.puce.decode.dictionary.DictionaryScope;
import dev.puce.decode.dictionary.Family;
import dev.puce.decode.dictionary.Hints;
import dev.puce.decode.dictionary.InstructionRow;
import dev.puce.decode.dictionary.Out;
import dev.puce.decode.dictionary.TagRow;
import dev.puce.decode.dictionary.View;
import dev.puce.decode.special.Dictionaries;
import dev.puce.iso7816.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Checks the rows of the dictionaries themselves.
class DictionaryTest {
    private static final Path FILES = Path.of("src/main/resources/dev/puce/decode/dictionary/families");

    @TestFactory
    Stream<DynamicTest> has_no_unreachable_instruction() {
        return each(family -> {
            var rows = family.instructions();
            for (int i = 0; i < rows.size(); i++) {
                for (int j = 0; j < i; j++) {
                    assertThat(hides(rows.get(j), rows.get(i)))
                            .as(
                                    "line %d hides line %d",
                                    rows.get(j).line(), rows.get(i).line())
                            .isFalse();
                }
            }
        });
    }

    private static boolean hides(InstructionRow earlier, InstructionRow later) {
        boolean sameClass = earlier.classes().equals(later.classes())
                || (earlier.classes().equals("*")
                        && (later.classes().equals("0") || later.classes().equals("8")));
        boolean sameCondition = earlier.when().isAlways()
                || earlier.when().toString().equals(later.when().toString());
        return sameClass
                && earlier.ins() == later.ins()
                && sameCondition
                && earlier.p12().covers(later.p12());
    }

    @Test
    void every_hint_is_reachable_and_names_an_application() {
        for (int ins = 0; ins < 256; ins++) {
            var hints = Hints.of(ins);
            for (int i = 0; i < hints.size(); i++) {
                var hint = hints.get(i);
                assertThat(Application.ofId(hint.application()))
                        .as(hint.toString())
                        .isPresent();
                assertThat(hints.subList(0, i))
                        .as("a hint in front of %s", hint)
                        .noneMatch(earlier -> earlier.classes().equals(hint.classes())
                                && earlier.p12().covers(hint.p12())
                                && (earlier.when().isAlways()
                                        || earlier.when()
                                                .toString()
                                                .equals(hint.when().toString())));
            }
        }
        assertThat(Hints.of(0xA5)).extracting(Hints.Hint::application).containsExactly("openpgp");
    }

    @TestFactory
    Stream<DynamicTest> has_no_conflicting_tag() {
        return each(family -> {
            var seen = new HashSet<String>();
            for (var row : family.tags()) {
                assertThat(seen.add(row.parent() + " " + row.tag()))
                        .as("line %d is a second one", row.line())
                        .isTrue();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> names_context_specific_tags_only_within_a_parent() {
        return each(family -> {
            for (var row : family.tags()) {
                assertThat(row.parent().equals("*") && isContextSpecific(row))
                        .as("line %d", row.line())
                        .isFalse();
            }
        });
    }

    private static boolean isContextSpecific(TagRow row) {
        int tag = row.tag();
        while (tag >>> 8 != 0) {
            tag >>>= 8;
        }
        return tag >> 6 >= 2;
    }

    @TestFactory
    Stream<DynamicTest> has_no_conflicting_file_or_status_word() {
        return each(family -> {
            var files = new HashSet<String>();
            for (var row : family.files()) {
                assertThat(files.add(row.df() + " " + row.id()))
                        .as("line %d is a second one", row.line())
                        .isTrue();
                assertThat(row.sfi() == 0 || files.add("SFI " + row.df() + " " + row.sfi()))
                        .as("line %d repeats a short identifier", row.line())
                        .isTrue();
            }
            var statuses = new HashSet<String>();
            for (var row : family.statuses()) {
                assertThat(statuses.add(row.ins() + " " + row.pattern()))
                        .as("line %d is a second one", row.line())
                        .isTrue();
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> has_no_unreachable_value_or_bit() {
        return each(family -> {
            family.ownValues().forEach((name, set) -> {
                var rows = set.rows();
                for (int i = 0; i < rows.size(); i++) {
                    for (int j = 0; j < i; j++) {
                        assertThat(rows.get(j).pattern().covers(rows.get(i).pattern()))
                                .as(
                                        "%s: line %d hides line %d",
                                        name, rows.get(j).line(), rows.get(i).line())
                                .isFalse();
                    }
                }
            });
            family.ownBits().forEach((name, table) -> {
                var seen = new HashSet<String>();
                for (var row : table.rows()) {
                    assertThat((row.value() & ~row.mask()) == 0
                                    && seen.add(row.at() + " " + row.mask() + " " + row.value() + row.any()))
                            .as("%s: line %d", name, row.line())
                            .isTrue();
                }
            });
        });
    }

    @TestFactory
    Stream<DynamicTest> resolves_every_format() {
        return each(family -> {
            var dictionary = Dictionaries.of(List.of(family.name()));
            var scope = scope(dictionary);
            var bytes = View.derived(Bytes.hex("0102030405060708090A0B0C"));
            for (var row : family.instructions()) {
                row.words().text(scope);
                row.command().write(bytes, scope, Out.tree(false));
                row.answer().write(bytes, scope, Out.tree(false));
            }
            family.tags().forEach(row -> row.format().write(bytes, scope, Out.tree(false)));
            family.files().forEach(row -> row.format().write(bytes, scope, Out.tree(false)));
            family.keys().forEach(row -> row.format().write(bytes, scope, Out.tree(false)));
            family.ownStructures().values().forEach(structure -> structure.write(bytes, scope, Out.tree(false), true));
        });
    }

    private static DictionaryScope scope(Dictionary dictionary) {
        return new DictionaryScope(
                dictionary, 0, 0xA4, 0, 0, View.EMPTY, View.EMPTY, 0x9000, "", Map.of(), -1, null, -1, 1);
    }

    @TestFactory
    Stream<DynamicTest> uses_every_structure_enumeration_and_bit_field() {
        var text = new StringBuilder(sources());
        for (String name : ApplicationTable.families()) {
            text.append(String.join("\n", Family.lines("families/" + name + ".tsv")))
                    .append('\n');
        }
        var used = Pattern.compile("(?:(?:struct|list|enum|bits|services2?) (?:\\w+:)?|\")(\\w+)\\b")
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        return each(family -> {
            assertThat(used).containsAll(family.ownStructures().keySet());
            assertThat(used).containsAll(family.ownValues().keySet());
            assertThat(used).containsAll(family.ownBits().keySet());
        });
    }

    private static String sources() {
        try (var files = Files.walk(Path.of("src/main/java/dev/puce/decode"))) {
            var text = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file));
            }
            return text.toString();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> keeps_secret_data_out_of_parameters() {
        return each(family -> {
            for (String line : Family.lines("families/" + family.name() + ".tsv")) {
                String[] cells = line.split("\t", -1);
                if (cells[0].equals("ins") && cells[7].equals("secret")) {
                    assertThat(cells[6]).doesNotContain("{data").doesNotContain("{first");
                }
            }
        });
    }

    @Test
    void lists_every_file_of_the_directory() throws IOException {
        try (var files = Files.list(FILES)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".tsv"))
                            .map(name -> name.replace(".tsv", "")))
                    .allMatch(name -> ApplicationTable.families().contains(name));
        }
    }

    @Test
    void names_instructions_of_every_family_in_capitals() {
        for (String family : ApplicationTable.families()) {
            for (var row : Dictionaries.family(family).instructions()) {
                assertThat(row.instruction().name())
                        .as("%s line %d", family, row.line())
                        .matches("[A-Z0-9/() .-]+");
            }
        }
    }

    @FunctionalInterface
    private interface Check {
        void run(Family family);
    }

    private static Stream<DynamicTest> each(Check check) {
        return ApplicationTable.families().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> check.run(Dictionaries.family(name))));
    }
}
