package dev.puce.spy.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class RotationTest {
    @Test
    void reads_sizes_and_ages() {
        assertThat(Rotation.parse("100M,24h", 10)).isEqualTo(new Rotation(100L << 20, Duration.ofHours(24), 10));
        assertThat(Rotation.parse("7d", 1)).isEqualTo(new Rotation(Long.MAX_VALUE, Duration.ofDays(7), 1));
        assertThat(Rotation.parse("30min, 2GB", 0)).isEqualTo(new Rotation(2L << 30, Duration.ofMinutes(30), 0));
    }

    @Test
    void wrong_options_are_refused() {
        for (var wrong : new String[] {
            "", "100", "24", "1h,2h", "1M,2M", "0k", "1x", "0h", "99999999999G", "999999999T", "999999999d"
        }) {
            assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> Rotation.parse(wrong, 10));
        }
    }

    @Test
    void old_files_get_the_next_number_and_the_oldest_is_deleted(@TempDir Path folder) throws Exception {
        var file = folder.resolve("trace");
        var rotation = new Rotation(1, Duration.ZERO, 2);
        for (int i = 1; i <= 4; i++) {
            Files.writeString(file, "content " + i);
            rotation.shift(file);
        }
        assertThat(file).doesNotExist();
        assertThat(folder.resolve("trace.1")).hasContent("content 4");
        assertThat(folder.resolve("trace.2")).hasContent("content 3");
        assertThat(folder.resolve("trace.3")).doesNotExist();
    }

    @Test
    void files_behind_a_free_number_stay(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("trace"), "new");
        var old = Files.writeString(folder.resolve("trace.2"), "old");
        new Rotation(1, Duration.ZERO, 2).shift(file);
        assertThat(folder.resolve("trace.1")).hasContent("new");
        assertThat(old).hasContent("old");
    }

    @Test
    @Timeout(10)
    void shift_does_not_look_for_each_of_a_huge_number_of_old_files(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("trace"), "content");
        new Rotation(1, Duration.ZERO, Integer.MAX_VALUE).shift(file);
        assertThat(folder.resolve("trace.1")).hasContent("content");
    }

    @Test
    void links_and_directories_stay(@TempDir Path folder) throws Exception {
        var target = Files.writeString(folder.resolve("target"), "content");
        var link = Files.createSymbolicLink(folder.resolve("link"), target);
        var other = Files.createDirectory(folder.resolve("no file"));
        for (var kept : List.of(link, other)) {
            for (int keep = 0; keep <= 2; keep++) {
                var rotation = new Rotation(1, Duration.ZERO, keep);
                assertThatIOException()
                        .isThrownBy(() -> rotation.shift(kept))
                        .withMessageContaining(kept + " is not a regular file");
            }
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.{1,2}");
        assertThat(link).isSymbolicLink().hasContent("content");
        assertThat(other).isDirectory();
    }

    @Test
    void file_is_deleted_if_no_old_files_are_kept(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("trace"), "content");
        new Rotation(1, Duration.ZERO, 0).shift(file);
        assertThat(folder).isEmptyDirectory();
    }
}
