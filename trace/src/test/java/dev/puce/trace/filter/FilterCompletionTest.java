package dev.puce.trace.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FilterCompletionTest {
    @Test
    void an_empty_expression_begins_with_a_flag_or_a_field() {
        assertThat(FilterCompletion.of("")).contains("error", "hidden", "reader=", "duration=", "data=", "not");
    }

    @Test
    void the_last_word_is_completed_and_the_text_before_it_stays() {
        assertThat(FilterCompletion.of("error and (not fun")).isEqualTo(List.of("error and (not function="));
    }

    @Test
    void a_complete_expression_continues_with_and_or_or() {
        assertThat(FilterCompletion.of("sw=6A82 ")).containsExactly("sw=6A82 and", "sw=6A82 or");
    }

    @Test
    void a_function_is_completed_in_any_case() {
        assertThat(FilterCompletion.of("function=scardtr")).containsExactly("function=SCardTransmit");
    }

    @Test
    void nothing_continues_an_unknown_word() {
        assertThat(FilterCompletion.of("zzz")).isEmpty();
    }
}
