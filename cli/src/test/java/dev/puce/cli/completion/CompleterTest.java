package dev.puce.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cli.Puce;
import dev.puce.service.PcscService;
import dev.puce.service.ServiceOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The answers of `puce complete-words`, as the scripts of the shells read them.
class CompleterTest {
    private static List<String> complete(String... words) {
        var out = new StringWriter();
        Puce.run(
                new PrintWriter(out, true),
                new PrintWriter(Writer.nullWriter()),
                Stream.concat(Stream.of("complete-words", "--"), Stream.of(words))
                        .toArray(String[]::new));
        return out.toString().lines().toList();
    }

    @Test
    void the_first_word_is_a_command_with_its_purpose() {
        assertThat(complete("sum")).containsExactly("words", "summary\tshow where the time of a trace went");
        assertThat(complete("--v")).containsExactly("words", "--version");
        assertThat(complete("nonsense", "")).containsExactly("words");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spy --time i            | iso",
                "spy --time=i            | --time=iso",
                "spy -f c                | compact, calls",
                "show --redact s         | strict, shape",
                "spy --color n           | never",
                "completion f            | fish",
                "decode --as t           | tlv",
                "export --to p           | pcapng",
                "spy --filter fun        | function=",
                "diff a b --filter fun   | function=",
                "serve -c replay         | replay:",
                "card insert pi          | piv",
                "help sum                | summary",
                "card i                  | insert",
                "help card i             | insert",
                "reader remove --soc     | --socket",
                "spy -v --unf            | --unfold",
                "diagnose --co           | --compared-with, --color",
                "diagnose --mer          | --merge",
                "diagnose --from opensc  | opensc",
                "report --for p          | public",
                "report --fo             | --for, --force",
                "redact t --for          | --for, --force",
                "redact t --for m        | maintainer",
                "decode --app openp      | openpgp",
                "test --backend s        | socket",
                "card new --key ed       | ed25519",
                "info --j                | --json",
                "atr stats --json --svg x --table TA1-F | TA1-Fi"
            })
    void options_values_and_arguments_are_completed(String typed, String expected) {
        assertThat(complete(typed.split(" ", -1)).stream().skip(1).map(line -> line.split("\t", -1)[0]))
                .containsExactlyInAnyOrder(expected.split(", "));
    }

    @ParameterizedTest
    @CsvSource({
        "show tr, files",
        "spy -o tr, files",
        "diagnose tr, files",
        "diagnose --compared-with tr, files",
        "report tr, files",
        "report -o tr, files",
        "redact tr, files",
        "info tr, files",
        "card insert x, files",
        "send 00, words",
        "decode 00, words"
    })
    void arguments_that_are_files_are_completed_by_the_shell(String typed, String kind) {
        assertThat(complete(typed.split(" ", -1)).getFirst()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "spy ca, program 1",
        "spy -- ca, program 2",
        "spy -o t.jsonl cat -, program 3",
        "serve -c piv -- pkcs11-tool --l, program 4",
        "replay t.jsonl ca, program 2",
        "diagnose -- ca, program 2",
        "diagnose --json -- pkcs11-tool --l, program 3",
        "report -o r.zip -- ca, program 4"
    })
    void a_program_and_its_options_are_completed_by_the_shell(String typed, String kind) {
        assertThat(complete(typed.split(" ", -1))).containsExactly(kind);
    }

    @Test
    void readers_are_those_of_the_service(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("pcscd.comm");
        try (var service = PcscService.start(ServiceOptions.USUAL.withSocket(socket))) {
            service.addReader("Front desk");
            assertThat(complete("send", "--socket", socket.toString(), "-r", ""))
                    .containsExactly("words", "Front desk 00 00");
            assertThat(complete("send", "-r", "", "--socket", socket.toString()))
                    .hasSize(1);
        }
    }
}
