package dev.puce.trace.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "63C?,       63c2,    true",
        "63C?,       63c,     false",
        "63C?,       63c20,   false",
        "6*,         6,       true",
        "6*,         9000,    false",
        "*,          '',      true",
        "'',         '',      true",
        "?,          '',      false",
        "a*b*c,      aXbXbc,  true",
        "a*b*c,      aXbXb,   false",
        "*ab,        aab,     true",
        "**a?**,     xxab,    true",
        "a.b,        axb,     false",
        "STRASSE,    straße,  false",
        "ПРОГРАММА,  программа, true"
    })
    void a_text_as_a_whole_is_like_it(String pattern, String text, boolean expected) {
        assertThat(Glob.whole(pattern).matches(text)).isEqualTo(expected);
    }

    @Test
    void a_part_of_a_text_is_like_it() {
        assertThat(Glob.anywhere("R39*00").matches("ACS ACR39U 00 01")).isTrue();
        assertThat(Glob.anywhere("R39?00").matches("ACS ACR39U 00 01")).isFalse();
        assertThat(Glob.anywhere("").matches("anything")).isTrue();
    }

    /// A regular expression is an independent judge, on patterns too short to make it slow.
    @Test
    void agrees_with_regular_expressions() {
        var random = RandomGenerator.of("L64X128MixRandom");
        for (int i = 0; i < 20_000; i++) {
            String pattern = text(random, "ab?*");
            String text = text(random, "abc");
            boolean expected = Pattern.matches(pattern.replace("?", ".").replace("*", ".*"), text);
            assertThat(Glob.whole(pattern).matches(text))
                    .as("%s like %s", text, pattern)
                    .isEqualTo(expected);
        }
    }

    private static String text(RandomGenerator random, String letters) {
        var text = new StringBuilder();
        for (int length = random.nextInt(8); length > 0; length--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
