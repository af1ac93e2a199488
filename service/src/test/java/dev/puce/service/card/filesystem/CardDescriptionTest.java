package dev.puce.service.card.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.Atr;
import dev.puce.service.card.CardKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class CardDescriptionTest {
    static final List<String> BUILT_IN = CardDescription.BUILT_IN;

    @ParameterizedTest
    @FieldSource("BUILT_IN")
    void cards_that_come_with_puce_are_right(String name) throws Exception {
        var card = CardKinds.make(name);
        assertThat(Atr.parse(card.powerOn()).findings()).isEmpty();
        assertThat(card.transmit(Bytes.hex("00A4000C023F00"))).isEqualTo(Bytes.hex("9000"));
        assertThat(CardDescription.builtIn(name).summary()).isPresent();
    }

    @Test
    void the_piv_card_shows_its_chuid() throws Exception {
        var card = CardKinds.make("piv");
        card.powerOn();
        assertThat(card.transmit(Bytes.hex("00A4040009A0000003080000100000")).toHex())
                .startsWith("61");
        assertThat(card.transmit(Bytes.hex("00CB3FFF055C035FC10200")).toHex())
                .startsWith("53")
                .endsWith("9000");
    }

    @Test
    void contents_may_lie_in_files_beside_the_description(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve("photo.bin"), new byte[] {1, 2, 3});
        Path description = folder.resolve("card.json");
        Files.writeString(description, """
                {"atr": "3B 80 01 81", "files": [{"id": "0001", "sfi": 1, "from": "photo.bin"}]}
                """);
        var card = CardKinds.make(description.toString());
        card.powerOn();
        assertThat(card.transmit(Bytes.hex("00B0810000"))).isEqualTo(Bytes.hex("0102039000"));
    }

    @Test
    void every_card_has_files_of_its_own() throws Exception {
        var description = CardDescription.parse("""
                {"atr": "3B 80 01 81", "files": [{"id": "0001", "sfi": 1, "hex": "00", "update": "always"}]}
                """, Path.of(""));
        var one = description.card();
        var other = description.card();
        one.transmit(Bytes.hex("00D6810001FF"));
        assertThat(other.transmit(Bytes.hex("00B0810001"))).isEqualTo(Bytes.hex("009000"));
    }

    @Test
    void the_schema_in_docs_knows_the_same_fields() throws Exception {
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
    void the_example_in_docs_is_a_card(@TempDir Path folder) throws Exception {
        String page = Files.readString(Path.of("../docs/reference/cards.md"));
        int begin = page.indexOf("```json") + "```json".length();
        Files.write(folder.resolve("photo.jpg"), new byte[] {1});
        assertThat(CardDescription.parse(page.substring(begin, page.indexOf("```", begin)), folder)
                        .summary())
                .hasValue("a card for the canteen");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [                                                                | begins with {
            {"atr": "3B00"                                                   | line 1
            {}                                                               | atr: missing
            {"atr": "3G"}                                                    | atr: invalid hex digit 'G' at position 1
            {"atr": 5}                                                       | atr: must be a text
            {"atr": "3B00", "file": []}                                      | file: unknown; known are
            {"atr": "3B00", "files": {}}                                     | files: must be a list
            {"atr": "3B00", "files": [{"id": "01"}]}                         | files[0].id: must be 4 hex digits
            {"atr": "3B00", "files": [{"id": "0001", "sfi": 31}]}            | files[0].sfi: must be a number from 1 to 30
            {"atr": "3B00", "files": [{"id": "0001", "hex": "0G"}]}          | files[0].hex
            {"atr": "3B00", "files": [{"id": "0001", "hex": "0000", "size": 1}]} | files[0].size: must be a number from 2
            {"atr": "3B00", "files": [{"id": "0001", "read": "pin"}]}        | files[0].read: must be always, never, or pin
            {"atr": "3B00", "files": [{"files": []}]}                        | files[0].id: missing
            {"atr": "3B00", "pins": [{"value": "1"}]}                        | pins[0].reference: missing
            {"atr": "3B00", "pins": [{"reference": "01", "value": "1", "unblockedBy": "02"}]} | unblockedBy names a PIN
            {"atr": "3B00", "objects": [{"hex": "00"}]}                      | objects[0].tag: missing
            {"atr": "3B00", "files": [{"id": "0001", "from": "nowhere"}]}    | files[0].from: cannot read nowhere
            {"atr": "3B00", "delivery": "fast"}                              | delivery: must be direct or get-response
            """)
    void mistakes_are_told_with_their_place(String json, String words) {
        assertThatThrownBy(() -> CardDescription.parse(json, Path.of("")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(words);
    }
}
