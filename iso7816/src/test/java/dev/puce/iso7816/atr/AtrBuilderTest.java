package dev.puce.iso7816.atr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class AtrBuilderTest {
    @Test
    void builder_computes_presence_bits_k_and_tck() {
        Atr atr = new AtrBuilder()
                .ta(1, 0x95)
                .type(1, 0)
                .type(2, 15)
                .ta(3, 0xC7)
                .historicalBytes(Bytes.hex("80 61 42"))
                .build();

        assertThat(atr).hasToString("3B 93 95 80 1F C7 80 61 42 FD");
        assertThat(atr.findings()).isEmpty();
    }

    @Test
    void parse_restores_the_parts_of_random_atrs() {
        long seed = 7816_3;
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int run = 0; run < 20_000; run++) {
            var builder = new AtrBuilder();
            if (random.nextBoolean()) {
                builder.convention(Convention.INVERSE);
            }
            var expected = new StringBuilder();
            int groups = random.nextInt(6);
            boolean due = false;
            for (int group = 1; group <= groups; group++) {
                int value = random.nextInt(256);
                if (random.nextBoolean()) {
                    builder.ta(group, value);
                    expected.append("TA%d=%02X ".formatted(group, value));
                }
                if (random.nextBoolean()) {
                    builder.tb(group, value ^ 0x55);
                    expected.append("TB%d=%02X ".formatted(group, value ^ 0x55));
                }
                if (random.nextBoolean()) {
                    builder.tc(group, value ^ 0xFF);
                    expected.append("TC%d=%02X ".formatted(group, value ^ 0xFF));
                }
                int type = random.nextInt(3) == 0 ? random.nextInt(16) : 0;
                builder.type(group, type);
                expected.append("TD%d=%X ".formatted(group, type));
                due |= type != 0;
            }
            Bytes historical = randomBytes(random, random.nextInt(16));
            Atr atr = builder.historicalBytes(historical).build();

            var found = new StringBuilder();
            for (InterfaceByte b : atr.interfaceBytes()) {
                found.append(
                        b.kind() == InterfaceByte.Kind.TD
                                ? "%s=%X ".formatted(b.name(), b.value() & 0xF)
                                : "%s=%02X ".formatted(b.name(), b.value()));
            }
            String where = "seed %d, run %d: %s".formatted(seed, run, atr);
            assertThat(found).as(where).hasToString(expected.toString());
            assertThat(atr.historicalBytes()).as(where).isEqualTo(historical);
            assertThat(atr.tck().status()).as(where).isEqualTo(due ? Tck.Status.RIGHT : Tck.Status.NONE);
            assertThat(AtrBuilder.of(atr).build()).as(where).isEqualTo(atr);
            assertThat(Atr.parse(HexFormat.of().formatHex(atr.bytes().toArray())))
                    .isEqualTo(atr);
        }
    }

    private static Bytes randomBytes(RandomGenerator random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }
}
