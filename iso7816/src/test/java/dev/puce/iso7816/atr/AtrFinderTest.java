package dev.puce.iso7816.atr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtrFinderTest {
    private static final Bytes ATR = Bytes.hex("3B 80 01 81");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "const uint8_t atr[] = {0x3b, 0x80, 0x01, 0x81};",
                "{ 0x3B, 0x80, 0x01, 0x81 },",
                "unsigned char atr[4] = {\n    0x3B, 0x80,\n    0x1, 0x81,\n};",
                "byte[] atr = {(byte) 0x3B, (byte)0x80, 0x01, (byte) 0x81};",
                "[59, -128, 1, -127]",
                "atr = [59, 128, 1, 129]",
                "{\"reader\": 12, \"atr\": [59, 128, 1, 129]}",
                "{\"atr\": \"3b800181\"}",
                "[0x3B, 0x80, 0x01, 0x81]",
                "\\x3B\\x80\\x01\\x81",
                "char *atr = \"\\x3B\\x80\\x01\\x81\";",
                "b'\\x3b\\x80\\x01\\x81'",
                "b';\\x80\\x01\\x81'",
                "bytes.fromhex('3b 80 01 81')",
                "Bytes.hex(\"3B800181\")",
                "00000042 eventhandler.c:289:EHStatusHandlerThread() Card ATR: 3B 80 01 81",
                "12:00:01 ATR: 3b:80:01:81, protocol T=1",
                "ATR=3B-80-01-81",
                "  ATR: 3B 80 01 81\n"
            })
    void findAll_finds_the_atr_in_source_code_and_logs(String text) {
        assertThat(AtrFinder.findAll(text)).as(text).containsExactly(ATR);
    }

    @Test
    void findAll_finds_every_atr() {
        assertThat(AtrFinder.findAll("a = {0x3B, 0x00}\nb = {0x3F, 0x00}\n"))
                .containsExactly(Bytes.hex("3B 00"), Bytes.hex("3F 00"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no ATR at all",
                "3B",
                "0x3B",
                "[59]",
                "[59, 300]",
                "03B800181",
                "3B80018",
                "version 13b80",
                "\\x90\\x00",
                "3BZZ"
            })
    void findAll_ignores_other_text(String text) {
        assertThat(AtrFinder.findAll(text)).as(text).isEmpty();
    }

    @Test
    void findAll_accepts_any_text() {
        long seed = System.nanoTime();
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String alphabet = "3BbFf0x\\x\"'[]{},- :;59\n(byte)";
        for (int run = 0; run < 20_000; run++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(AtrFinder.findAll(text.toString()))
                    .as("seed %d: %s", seed, text)
                    .allMatch(atr -> atr.length() <= Atr.MAX_LENGTH);
        }
    }

    @Test
    void findAll_needs_linear_time_for_long_text() {
        for (String part : new String[] {"0x3B, ", "59, ", "3B ", "\\x3B", "\"\\", "[59,"}) {
            assertThat(AtrFinder.findAll(part.repeat(100_000))).as(part).isEmpty();
        }
    }
}
