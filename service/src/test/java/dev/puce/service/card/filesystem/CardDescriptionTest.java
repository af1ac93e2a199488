package dev.puce.service.card.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.Atr;
import dev.puce.service.card.kind.CardKinds;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class CardDescriptionTest {
    static final List<String> BUILT_IN = CardDescription.BUILT_IN;

    @ParameterizedTest
    @FieldSource("BUILT_IN")
    void built_in_cards_answer_as_described(String name) throws Exception {
        var card = CardKinds.make(name);
        assertThat(Atr.parse(card.powerOn()).findings()).isEmpty();
        assertThat(card.transmit(Bytes.hex("00A4000C023F00"))).isEqualTo(Bytes.hex("9000"));
        assertThat(CardDescription.builtIn(name).summary()).isPresent();
    }

    @Test
    void piv_card_returns_its_chuid() throws Exception {
        var card = CardKinds.make("piv");
        card.powerOn();
        assertThat(card.transmit(Bytes.hex("00A4040009A0000003080000100000")).toHex())
                .startsWith("61");
        assertThat(card.transmit(Bytes.hex("00CB3FFF055C035FC10200")).toHex())
                .startsWith("53")
                .endsWith("9000");
    }

    @Test
    void from_reads_files_beside_the_description(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve("photo.bin"), new byte[] {1, 2, 3});
        Path description = folder.resolve("card.json");
        Files.writeString(description, """
                {"atr": "3B 80 01 81", "files": [{"id": "0001", "sfi": 1, "from": "photo.bin"}]}
                """);
        var card = CardKinds.make(description.toString());
        card.powerOn();
        assertThat(card.transmit(Bytes.hex("00B0810000"))).isEqualTo(Bytes.hex("0102039000"));
    }

    private static Path description(Path folder, String from) throws IOException {
        Path description = folder.resolve("card.json");
        return Files.writeString(
                description, "{\"atr\": \"3B 80 01 81\", \"files\": [{\"id\": \"0001\", \"from\": \"" + from + "\"}]}");
    }

    @Test
    void from_stays_below_the_folder_unless_permitted(@TempDir Path folder) throws Exception {
        Path outside = Files.write(folder.resolve("secret"), new byte[] {1});
        Path inside = Files.createDirectory(folder.resolve("cards"));
        Files.createSymbolicLink(inside.resolve("link"), outside);
        for (String from : List.of("../secret", outside.toString(), "link", "../missing")) {
            Path description = description(inside, from);
            assertThatThrownBy(() -> CardDescription.read(description))
                    .as(from)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("files[0].from: ")
                    .hasMessageContaining("outside the folder")
                    .hasMessageContaining("--allow-outside");
        }
        Path description = description(inside, "../secret");
        assertThat(CardDescription.read(description, FileAccess.ANYWHERE).card().powerOn())
                .isEqualTo(CardKinds.make(description.toString(), FileAccess.ANYWHERE)
                        .powerOn());
    }

    @Test
    @Timeout(30)
    void devices_pipes_and_large_files_are_refused_at_once(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> CardDescription.read(Path.of("/dev/zero")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a device, pipe or socket");
        Path device = description(folder, "/dev/zero");
        assertThatThrownBy(() -> CardDescription.read(device, FileAccess.ANYWHERE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a device, pipe or socket");
        Path directory = description(folder, ".");
        assertThatThrownBy(() -> CardDescription.read(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a directory");
        try (var file = new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
            file.setLength(ContentFiles.MAX_BYTES + 1L);
        }
        Path large = description(folder, "large");
        assertThatThrownBy(() -> CardDescription.read(large))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 8388607 bytes");
    }

    @Test
    @Timeout(30)
    void pipe_without_writer_is_refused_at_once(@TempDir Path folder) throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "mkfifo is not installed");
        Path description = description(folder, "pipe");
        assertThatThrownBy(() -> CardDescription.read(description))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a device, pipe or socket");
    }

    @Test
    void access_may_refer_to_a_pin_of_a_df_above() throws IOException {
        var description = CardDescription.parse("""
                {"atr": "3B 80 01 81", "pins": [{"reference": "01", "value": "1234"}],
                 "files": [{"id": "5000", "files": [{"id": "0001", "read": "pin 01"}]}]}
                """, Path.of(""));
        assertThat(description.card().powerOn()).isEqualTo(Bytes.hex("3B 80 01 81"));
    }

    @Test
    void cards_of_one_description_have_separate_files() throws Exception {
        var description = CardDescription.parse("""
                {"atr": "3B 80 01 81", "files": [{"id": "0001", "sfi": 1, "hex": "00", "update": "always"}]}
                """, Path.of(""));
        var one = description.card();
        var other = description.card();
        one.transmit(Bytes.hex("00D6810001FF"));
        assertThat(other.transmit(Bytes.hex("00B0810001"))).isEqualTo(Bytes.hex("009000"));
    }

    @Test
    void schema_in_docs_has_the_same_fields() throws Exception {
        var schema = JsonTree.read(Files.readString(Path.of("../docs/reference/card.schema.json")));
        assertThat(fields(schema)).isEqualTo(CardDescription.FIELDS);
        var parts = (Map<?, ?>) schema.get("$defs");
        assertThat(fields(parts.get("folder"))).isEqualTo(FileDescriptions.FOLDER);
        assertThat(fields(parts.get("transparent"))).isEqualTo(FileDescriptions.TRANSPARENT);
        assertThat(fields(parts.get("records"))).isEqualTo(FileDescriptions.RECORDS);
        assertThat(fields(parts.get("object"))).isEqualTo(FileDescriptions.OBJECT);
        assertThat(fields(parts.get("pin"))).isEqualTo(FileDescriptions.PIN);
    }

    private static Set<?> fields(Object part) {
        return ((Map<?, ?>) ((Map<?, ?>) part).get("properties")).keySet();
    }

    @Test
    void example_in_docs_is_valid(@TempDir Path folder) throws Exception {
        String page = Files.readString(Path.of("../docs/reference/cards.md"));
        int begin = page.indexOf("```json") + "```json".length();
        Files.write(folder.resolve("photo.jpg"), new byte[] {1});
        assertThat(CardDescription.parse(page.substring(begin, page.indexOf("```", begin)), folder)
                        .summary())
                .hasValue("a card for the canteen");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [                                                                | starts with {
            {"atr": "3B00"                                                   | line 1
            {}                                                               | atr: missing
            {"atr": "3G"}                                                    | atr: invalid hex digit
            {"atr": 5}                                                       | atr: must be a text
            {"atr": "3B00", "file": []}                                      | file: unknown field; the known ones are
            {"atr": "3B00", "files": {}}                                     | files: must be a list
            {"atr": "3B00", "files": [{"id": "01"}]}                         | files[0].id: must be 4 hex digits
            {"atr": "3B00", "files": [{"id": "0001", "sfi": 31}]}            | files[0].sfi: must be a number from 1 to 30
            {"atr": "3B00", "files": [{"id": "0001", "hex": "0G"}]}          | files[0].hex
            {"atr": "3B00", "files": [{"id": "0001", "hex": "0000", "size": 1}]} | files[0].size: must be a number from 2
            {"atr": "3B00", "files": [{"id": "0001", "read": "pin"}]}        | files[0].read: must be always, never, or pin
            {"atr": "3B00", "files": [{"id": "0001", "read": "pin 81"}]}     | files[0].read: there is no PIN 81
            {"atr": "3B00", "objects": [{"tag": "5A", "update": "pin 02"}], "pins": [{"reference": "01", "value": "1"}]} | objects[0].update: there is no PIN 02 in this DF or above; the PINs are 01
            {"atr": "3B00", "files": [{"id": "0001", "read": "pin 01"}, {"id": "5000", "pins": [{"reference": "01", "value": "1"}]}]} | files[0].read: there is no PIN 01
            {"atr": "3B00", "files": [{"files": []}]}                        | files[0].id: missing
            {"atr": "3B00", "pins": [{"value": "1"}]}                        | pins[0].reference: missing
            {"atr": "3B00", "pins": [{"reference": "01", "value": "1", "unblockedBy": "02"}]} | pins[0].unblockedBy: there is no PIN 02
            {"atr": "3B00", "objects": [{"hex": "00"}]}                      | objects[0].tag: missing
            {"atr": "3B00", "files": [{"id": "0001", "from": "nowhere"}]}    | files[0].from: cannot read nowhere
            {"atr": "3B00", "delivery": "fast"}                              | delivery: must be direct or get-response
            """)
    void mistakes_are_reported_with_their_location(String json, String words) {
        assertThatThrownBy(() -> CardDescription.parse(json, Path.of("")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(words);
    }
}
