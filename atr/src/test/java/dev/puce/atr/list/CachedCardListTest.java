package dev.puce.atr.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedCardListTest {
    private static final Bytes ATR = Bytes.hex("3B 02 80");

    @TempDir
    Path folder;

    private Path file;
    private Path cache;

    @BeforeEach
    void writeList() throws IOException {
        file = Files.writeString(folder.resolve("list.txt"), """
                3B 02 80
                \tPläin
                3B .. 80
                \tWildcard
                \thttps://example.org
                3B 02 .*
                \tAny tail
                3b 02 80
                \tLower case
                3B (00
                \tInvalid
                """.replace("\\t", "\t"));
        cache = folder.resolve("cache/list.index");
    }

    private List<CardListEntry> identify() throws IOException {
        return CachedCardList.open(file, cache).identify(ATR);
    }

    @Test
    void index_and_list_identify_the_same_entries() throws IOException {
        List<CardListEntry> expected = CardList.load(file).identify(ATR);
        assertThat(expected).hasSize(4);
        assertThat(identify()).as("without index").isEqualTo(expected);
        assertThat(cache).exists();
        assertThat(identify()).as("with index").isEqualTo(expected);
    }

    @Test
    void index_is_used_while_size_and_time_of_the_list_are_unchanged() throws IOException {
        List<CardListEntry> expected = identify();
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, Files.readString(file).replace("Any tail", "No match"));
        Files.setLastModifiedTime(file, time);
        assertThat(identify()).as("the prepared index").isEqualTo(expected);
        Files.setLastModifiedTime(file, FileTime.fromMillis(time.toMillis() + 2000));
        assertThat(identify().get(2).descriptions()).containsExactly("No match");
    }

    @Test
    void index_is_in_the_home_folder_and_never_makes_one() throws IOException {
        List<CardListEntry> expected = CardList.load(file).identify(ATR);
        Path home = folder.resolve("home");
        var environment = Map.of("HOME", home.toString());
        assertThat(CachedCardList.ofUser(file, environment).identify(ATR)).isEqualTo(expected);
        assertThat(home).doesNotExist();

        Files.createDirectory(home);
        assertThat(CachedCardList.ofUser(file, environment).identify(ATR)).isEqualTo(expected);
        assertThat(home).isDirectoryRecursivelyContaining("glob:**.index");

        assertThat(CachedCardList.ofUser(file, Map.of("HOME", "")).identify(ATR))
                .isEqualTo(expected);
        assertThat(Path.of(".cache")).doesNotExist();
    }

    @Test
    void index_of_another_list_is_not_used() throws IOException {
        identify();
        Path other = Files.writeString(folder.resolve("other.txt"), "3B 02 80\n\tOther\n");
        assertThat(CachedCardList.open(other, cache).identify(ATR))
                .extracting(CardListEntry::descriptions)
                .containsExactly(List.of("Other"));
    }

    @Test
    void damaged_index_is_replaced() throws IOException {
        List<CardListEntry> expected = identify();
        byte[] intact = Files.readAllBytes(cache);
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(5070);
        for (int run = 0; run < 100; run++) {
            byte[] damaged = intact.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(cache, run % 2 == 0 ? damaged : java.util.Arrays.copyOf(intact, random.nextInt(intact.length)));
            assertThat(identify()).isEqualTo(expected);
            assertThat(Files.readAllBytes(cache)).isEqualTo(intact);
        }
    }

    @Test
    void unwritable_cache_is_ignored() throws IOException {
        cache = Files.writeString(folder.resolve("file"), "").resolve("list.index");
        assertThat(identify()).hasSize(4);
    }

    @Test
    void missing_list_is_an_error_despite_an_index() throws IOException {
        identify();
        Files.delete(file);
        assertThatThrownBy(this::identify).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void many_identifications_have_the_same_result() throws IOException {
        List<CardListEntry> expected = identify();
        CachedCardList cached = CachedCardList.open(file, cache);
        for (int i = 0; i < 2000; i++) {
            assertThat(cached.identify(ATR)).isEqualTo(expected);
        }
    }

    @Test
    void near_misses_are_those_of_the_list() throws IOException {
        identify();
        Bytes similar = Bytes.hex("3B 02 81");
        assertThat(CachedCardList.open(file, cache).nearMisses(similar, 1))
                .isEqualTo(CardList.load(file).nearMisses(similar, 1))
                .isNotEmpty();
    }
}
