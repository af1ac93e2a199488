package dev.puce.atr.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.puce.atr.statistics.ListGrowth.Point;
import dev.puce.testkit.Skip;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListGrowthTest {
    @Test
    void regression_of_collinear_points_is_exact() {
        var growth = new ListGrowth(List.of(
                new Point(LocalDate.of(2001, 1, 11), 30),
                new Point(LocalDate.of(2001, 1, 1), 10),
                new Point(LocalDate.of(2001, 1, 6), 20)));
        ListGrowth.Regression line = growth.regression().orElseThrow();
        assertThat(line.perDay()).isCloseTo(2, within(1e-9));
        assertThat(line.intercept()).isCloseTo(10, within(1e-9));
        assertThat(line.r2()).isCloseTo(1, within(1e-9));
        assertThat(line.at(LocalDate.of(2001, 1, 21))).isCloseTo(50, within(1e-9));
    }

    @Test
    void revisions_of_a_repository_are_points_with_their_author_date(@TempDir Path repository) throws Exception {
        Skip.unless(hasGit(), "git is missing", "apt-get install git");
        git(repository, "init", "-q");
        for (int revision = 1; revision <= 3; revision++) {
            Files.writeString(
                    repository.resolve("smartcard_list.txt"), "# list\n" + "3B 00\n\tcard\n".repeat(revision));
            git(repository, "add", ".");
            git(
                    repository,
                    "-c",
                    "user.name=a",
                    "-c",
                    "user.email=a@example.org",
                    "commit",
                    "-q",
                    "-m",
                    "r",
                    "--date",
                    "2020-0" + revision + "-15T23:30:00+0200");
        }
        assertThat(GitHistory.growth(repository, "smartcard_list.txt").points())
                .containsExactly(
                        new Point(LocalDate.of(2020, 1, 15), 1),
                        new Point(LocalDate.of(2020, 2, 15), 2),
                        new Point(LocalDate.of(2020, 3, 15), 3));
        assertThatThrownBy(() -> GitHistory.growth(repository, "other.txt"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no revision");
    }

    @Test
    void valid_date_in_its_name_is_the_date_of_a_list(@TempDir Path folder) throws IOException {
        assertThat(dateOf(folder, "list-2016-01-23.txt")).isEqualTo(LocalDate.of(2016, 1, 23));
        assertThat(dateOf(folder, "list-2016-02-30-20160301.txt")).isEqualTo(LocalDate.of(2016, 3, 1));
        assertThat(dateOf(folder, "list-2016-02-30.txt")).isEqualTo(LocalDate.of(2016, 12, 31));
        LocalDate modified = dateOf(folder, "list.txt");
        assertThat(dateOf(folder, "phone-20099912345.txt")).isEqualTo(modified);
    }

    private static LocalDate dateOf(Path folder, String name) throws IOException {
        Path list = Files.writeString(folder.resolve(name), "3B 00\n");
        Files.setLastModifiedTime(list, FileTime.from(Instant.parse("2001-02-03T12:00:00Z")));
        return ListGrowth.ofFiles(List.of(list)).points().getFirst().date();
    }

    @Test
    void entries_are_counted_after_a_byte_order_mark() {
        String list = "\uFEFF3B 00\n\tcard\n3F 00\n";
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertThat(ListGrowth.entries(list.getBytes(charset)))
                    .as(charset.name())
                    .isEqualTo(2);
        }
    }

    @Test
    void points_of_one_day_have_no_regression() {
        LocalDate day = LocalDate.of(2020, 1, 1);
        assertThat(new ListGrowth(List.of(new Point(day, 1), new Point(day, 2))).regression())
                .isEmpty();
    }

    private static boolean hasGit() throws InterruptedException {
        try {
            return new ProcessBuilder("git", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void git(Path repository, String... arguments) throws IOException, InterruptedException {
        // git's maintenance writes in the background while JUnit deletes the folder
        var command = new ArrayList<>(List.of("git", "-C", repository.toString(), "-c", "maintenance.auto=false"));
        command.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
