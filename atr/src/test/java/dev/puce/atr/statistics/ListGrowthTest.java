package dev.puce.atr.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.puce.atr.statistics.ListGrowth.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListGrowthTest {
    @Test
    void the_line_through_points_on_a_line_is_that_line() {
        var growth = new ListGrowth(List.of(
                new Point(LocalDate.of(2001, 1, 11), 30),
                new Point(LocalDate.of(2001, 1, 1), 10),
                new Point(LocalDate.of(2001, 1, 6), 20)));
        ListGrowth.Regression line = growth.regression();
        assertThat(line.perDay()).isCloseTo(2, within(1e-9));
        assertThat(line.intercept()).isCloseTo(10, within(1e-9));
        assertThat(line.r2()).isCloseTo(1, within(1e-9));
        assertThat(growth.fitted(LocalDate.of(2001, 1, 21))).isCloseTo(50, within(1e-9));
    }

    @Test
    void every_revision_of_a_repository_is_a_point_dated_by_its_author(@TempDir Path repository) throws Exception {
        assumeTrue(hasGit(), "git is not here");
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

    private static boolean hasGit() throws InterruptedException {
        try {
            return new ProcessBuilder("git", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void git(Path repository, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("git", "-C", repository.toString()));
        command.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
