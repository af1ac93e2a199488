package dev.puce.it.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.it.CommandResult;
import dev.puce.replay.RecordedCard;
import dev.puce.replay.RecordedCardFile;
import dev.puce.replay.RecordedExchange;
import dev.puce.replay.ReplayCard;
import dev.puce.replay.ReplayOptions;
import dev.puce.service.card.VirtualCard.CardUnresponsiveException;
import dev.puce.testkit.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Every view of every sample log shows the exchanges that are listed for the sample.
@Timeout(300)
class SampleLogViewsTest {
    @TempDir
    private Path folder;

    /// @param command  in hex
    /// @param response in hex; empty if the log has none
    private record Exchange(String command, String response) {}

    private static Map<String, List<Exchange>> samples() throws IOException {
        var samples = new TreeMap<String, List<Exchange>>();
        var file = SharedData.require("data/logs/exchanges.json");
        try (JsonParser json =
                JsonFactory.builder().build().createParser(ObjectReadContext.empty(), Files.readAllBytes(file))) {
            List<Exchange> exchanges = List.of();
            String command = null;
            for (var token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.PROPERTY_NAME) {
                    exchanges = new ArrayList<>();
                    samples.put(json.currentName(), exchanges);
                } else if (token == JsonToken.VALUE_STRING && command == null) {
                    command = json.getString();
                } else if (token == JsonToken.VALUE_STRING) {
                    exchanges.add(new Exchange(command, json.getString()));
                    command = null;
                }
            }
        }
        return samples;
    }

    private static Path log(String sample) {
        return SharedData.require("data/logs/" + sample);
    }

    /// The output of a command for each sample, with the file that it has written. LOG and OUT stand for files.
    private Map<String, String> outputs(String command) throws IOException {
        var lines = new ArrayList<String>();
        for (String sample : samples().keySet()) {
            lines.add(command.replace(' ', '\t')
                    .replace("LOG", log(sample).toString())
                    .replace("OUT", folder.resolve(sample + ".out").toString()));
        }
        Path batch = Files.write(folder.resolve("batch"), lines);
        var java = new ArrayList<>(CommandResult.puceCommand(batch.toString()));
        java.set(java.indexOf("dev.puce.cli.Puce"), CommandBatch.class.getName());
        var ran = CommandResult.successful(Map.of(), java);
        var outputs = new TreeMap<String, String>();
        var parts = ran.out().split("(?m)^" + CommandBatch.END + " ", -1);
        int part = 0;
        for (String sample : samples().keySet()) {
            String output = parts[part].replaceFirst("^\\d+\\n", "");
            assertThat(parts[part + 1].lines().findFirst().orElse(""))
                    .as(command + " " + sample + ran.err())
                    .isIn(command.startsWith("diagnose") ? List.of("0", "1") : List.of("0")); // 1: a problem was found
            Path written = folder.resolve(sample + ".out");
            outputs.put(
                    sample,
                    Files.exists(written) ? output + Files.readString(written, StandardCharsets.ISO_8859_1) : output);
            part++;
        }
        return outputs;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "show -f json --redact off LOG",
                "export --to csv --redact off -o OUT LOG",
                "export --to recording --redact off -o OUT LOG"
            })
    void output_has_the_exchanges(String command) throws IOException {
        assertExchanges(command, Integer.MAX_VALUE);
    }

    /// These views shorten bytes, and join a command with the commands that fetch the rest of its answer.
    @ParameterizedTest
    @ValueSource(strings = {"show --unfold -v --bytes 100000 --redact off LOG", "show -f calls --redact off LOG"})
    void view_has_the_starts_of_the_exchanges(String command) throws IOException {
        assertExchanges(command, 20);
    }

    private void assertExchanges(String command, int digits) throws IOException {
        var outputs = outputs(command);
        for (var sample : samples().entrySet()) {
            String output = outputs.get(sample.getKey()).replaceAll("\\s", "").toUpperCase(Locale.ROOT);
            for (Exchange exchange : sample.getValue()) {
                boolean isJoined = exchange.command().startsWith("00C0")
                        || exchange.response().startsWith("61");
                if (digits == Integer.MAX_VALUE || !isJoined) {
                    assertThat(output)
                            .as(command + " " + sample.getKey())
                            .contains(start(exchange.command(), digits), start(exchange.response(), digits));
                }
            }
        }
    }

    private static String start(String hex, int digits) {
        return hex.substring(0, Math.min(hex.length(), digits));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "show LOG",
                "summary LOG",
                "summary --json LOG",
                "diagnose LOG",
                "diagnose --json LOG",
                "info LOG"
            })
    void view_has_content(String command) throws IOException {
        assertThat(outputs(command).values())
                .allSatisfy(output -> assertThat(output.strip()).isNotEmpty());
    }

    @Test
    void sample_does_not_differ_from_itself() throws IOException {
        assertThat(outputs("diff LOG LOG").values())
                .allSatisfy(output -> assertThat(output).contains("no difference"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"export --to pcapng --redact off -o OUT LOG", "export --to html --redact off -o OUT LOG"})
    void export_writes_the_bytes(String command) throws IOException {
        for (var output : outputs(command).entrySet()) {
            var exchanges = samples().get(output.getKey());
            assertThat(output.getValue().length())
                    .as(command + " " + output.getKey())
                    .isGreaterThan(48);
            if (command.contains("pcapng")) {
                for (Exchange exchange : exchanges) {
                    var bytes = new String(Bytes.hex(exchange.command()).toArray(), StandardCharsets.ISO_8859_1);
                    assertThat(output.getValue()).as(output.getKey()).contains(bytes);
                }
            }
        }
    }

    static Stream<String> names() throws IOException {
        return samples().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void sample_with_exchanges_becomes_a_card(String sample) throws IOException {
        var cards = RecordedCardFile.cards(log(sample));
        int answered = 0;
        for (RecordedCard recorded : cards) {
            var card = new ReplayCard(recorded, ReplayOptions.USUAL, mismatch -> {
                throw new AssertionError(mismatch.toString());
            });
            card.powerOn();
            for (RecordedExchange exchange : recorded.exchanges()) {
                answered++;
                if (exchange.answer() instanceof RecordedExchange.Answer.Response(Bytes response)) {
                    assertThat(transmit(card, exchange.command())).isEqualTo(response);
                } else {
                    transmit(card, exchange.command());
                }
            }
        }
        long withAnswer = samples().get(sample).stream()
                .filter(exchange -> !exchange.response().isEmpty())
                .count();
        assertThat(answered).isGreaterThanOrEqualTo((int) withAnswer);
    }

    private static Bytes transmit(ReplayCard card, Bytes command) {
        try {
            return card.transmit(command);
        } catch (CardUnresponsiveException _) {
            return Bytes.EMPTY; // as recorded
        }
    }
}
