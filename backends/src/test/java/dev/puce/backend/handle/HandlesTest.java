package dev.puce.backend.handle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HandlesTest {
    private final Handles<String> handles = new Handles<>();

    @Test
    void get_returns_the_last_value() {
        assertThat(handles.get(7)).isNull();
        assertThat(handles.put(7, "seven")).isEmpty();
        assertThat(handles.put(7, "another")).contains("seven");
        assertThat(handles.get(7)).isEqualTo("another");
        assertThat(handles.remove(7)).contains("another");
        assertThat(handles.remove(7)).isEmpty();
        assertThat(handles.get(7)).isNull();
    }

    @Test
    void remove_with_a_value_keeps_a_newer_value() {
        handles.put(1, "old");
        handles.put(1, "new");
        handles.remove(1, "old");
        assertThat(handles.get(1)).isEqualTo("new");
        handles.remove(1, "new");
        assertThat(handles.all()).isEmpty();
    }

    @Test
    void removeIf_removes_matching_values() {
        for (long handle = -3; handle < 5; handle++) {
            handles.put(handle, handle % 2 == 0 ? "even" : "odd");
        }
        handles.removeIf("odd"::equals);
        assertThat(handles.all()).containsExactly(-2L, 0L, 2L, 4L);
    }

    @Test
    void behaves_like_a_map() {
        var random = new SplittableRandom(1);
        var expected = new TreeMap<Long, String>();
        for (int i = 0; i < 10_000; i++) {
            long handle = random.nextLong(60) * 0x1_0000_0001L;
            if (random.nextBoolean()) {
                String value = "value " + i;
                assertThat(handles.put(handle, value).orElse(null)).isEqualTo(expected.put(handle, value));
            } else {
                assertThat(handles.remove(handle).orElse(null)).isEqualTo(expected.remove(handle));
            }
            assertThat(handles.get(handle)).isEqualTo(expected.get(handle));
        }
        assertThat(handles.all()).containsExactlyElementsOf(expected.keySet());
    }
}
