package dev.puce.trace.pcscspy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.Caller;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class ThreadColumnsTest {
    private final ThreadColumns columns = new ThreadColumns();

    @Test
    void connections_and_threads_have_columns_in_the_order_in_which_they_come() {
        assertThat(column(7, "a")).isEqualTo(0);
        assertThat(column(8, "a")).isEqualTo(1);
        assertThat(column(8, "b")).isEqualTo(2);
        assertThat(column(7, "a")).isEqualTo(0);
    }

    @Test
    void one_more_takes_the_column_of_the_one_that_was_silent_longest() {
        for (int connection = 1; connection <= ThreadColumns.MOST; connection++) {
            column(connection, "");
        }
        column(1, "");
        assertThat(column(1000, "")).isEqualTo(1);
        assertThat(column(1, "")).isEqualTo(0);
        assertThat(column(2, "")).isEqualTo(2);
    }

    private int column(int connection, String thread) {
        var caller = new Caller(
                "program",
                OptionalInt.of(1),
                OptionalInt.empty(),
                List.of(),
                Optional.empty(),
                connection,
                Optional.of(thread));
        return columns.column(caller);
    }
}
