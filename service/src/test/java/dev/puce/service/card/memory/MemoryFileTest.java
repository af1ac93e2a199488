package dev.puce.service.card.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryFileTest {
    @TempDir
    private Path folder;

    private Path path() {
        return folder.resolve("card.json");
    }

    private MemoryFile file() {
        return new MemoryFile(path(), "openpgp");
    }

    @Test
    void memory_is_read_as_it_was_stored() throws IOException {
        var memory = new CardMemory(file());
        memory.put("a", Bytes.hex("CAFE"));
        memory.put("empty", Bytes.EMPTY);
        memory.put("number", 7);
        memory.save();
        var read = file().read();
        assertThat(read.cells()).isEqualTo(memory.cells());
        assertThat(read.number("number")).isEqualTo(7);
    }

    @Test
    void only_the_owner_can_read_the_file() throws IOException {
        var memory = new CardMemory(file());
        memory.put("a", 1);
        memory.save();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
    }

    @Test
    void nothing_is_written_without_a_change() throws IOException {
        var memory = new CardMemory(file());
        memory.put("a", 1);
        memory.save();
        Files.delete(path());
        memory.put("a", 1);
        memory.save();
        assertThat(path()).doesNotExist();
        memory.put("a", 2);
        memory.save();
        assertThat(path()).exists();
    }

    @Test
    void no_draft_is_left_behind() throws IOException {
        var memory = new CardMemory(file());
        memory.put("a", 1);
        memory.save();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(path());
        }
    }

    @Test
    void file_of_another_kind_is_refused() throws IOException {
        Files.writeString(path(), "{\"card\": \"piv\", \"version\": 1, \"memory\": {\"a\": \"01\"}}");
        assertThatThrownBy(() -> file().read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("kind \"openpgp\"");
    }

    @Test
    void damaged_file_is_refused_with_its_name() throws IOException {
        for (String content :
                new String[] {"", "[]", "{", "{\"memory\": 5}", "{\"memory\": {\"a\": \"0\"}}", "{\"version\": 9}", "{}"
                }) {
            Files.writeString(path(), content);
            assertThatThrownBy(() -> file().read())
                    .as(content)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("card.json");
        }
    }

    @Test
    void card_keeps_a_file_that_another_card_has_changed() throws IOException {
        var first = new CardMemory(file());
        first.put("tries", 3);
        first.save();
        var second = file().read();
        second.put("tries", 2);
        second.save();
        first.put("tries", 1);
        assertThatThrownBy(first::save).hasMessageContaining("another program has changed the file");
        assertThat(file().read().number("tries")).isEqualTo(2);
        second.put("tries", 1);
        second.save();
        assertThat(file().read().number("tries")).isEqualTo(1);
    }

    @Test
    void device_or_folder_is_not_replaced() throws IOException {
        Path special = Files.createDirectory(folder.resolve("card.json"));
        var memory = new CardMemory(new MemoryFile(special, "openpgp"));
        memory.put("a", 1);
        assertThatThrownBy(memory::save)
                .hasMessage("cannot store the card's memory in %s: it is not a regular file. Name another file"
                        .formatted(special));
        assertThat(special).isEmptyDirectory();
    }

    @Test
    void missing_folder_is_reported() {
        var memory = new CardMemory(new MemoryFile(folder.resolve("none/card.json"), "openpgp"));
        memory.put("a", 1);
        assertThatThrownBy(memory::save)
                .hasMessage("cannot store the card's memory in %s: the folder does not exist"
                        .formatted(folder.resolve("none/card.json")));
    }
}
