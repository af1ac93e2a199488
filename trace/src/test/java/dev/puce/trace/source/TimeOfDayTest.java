package dev.puce.trace.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.TracedCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeOfDayTest {
    private final TimeOfDay clock = new TimeOfDay();

    @Test
    void time_counts_from_midnight() {
        assertThat(clock.nanos("01:00:02", 5_000_000)).isEqualTo(3_602_005_000_000L);
    }

    @Test
    void time_that_jumps_back_by_hours_is_on_the_next_day() {
        long evening = clock.nanos("23:59:59", 0);
        assertThat(clock.nanos("00:00:01", 0)).isEqualTo(evening + 2_000_000_000L);
        assertThat(clock.nanos("12:30:00", 0)).isGreaterThan(evening);
    }

    @Test
    void time_that_jumps_back_by_less_stays_on_its_day() {
        long noon = clock.nanos("12:00:00", 0);
        assertThat(clock.nanos("11:59:59", 0)).isEqualTo(noon - 1_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1:02:03", "24:00:00", "12:60:00", "ab:cd:ef", "-1:00:00"})
    void text_that_is_not_a_time_is_unknown(String text) {
        assertThat(clock.nanos(text, 0)).isEqualTo(TracedCall.UNKNOWN_NANOS);
    }
}
