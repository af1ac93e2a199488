package dev.puce.iso7816;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// ISO/IEC 7816-4:2020, 6.3.
class BerTlvTest {
    private static final Bytes FCI = Bytes.hex("6F 10 84 0B A000000308000010000100 8A 01 05");

    @Test
    void reads_nested_objects() throws Exception {
        var fci = BerTlv.readAll(FCI).getFirst();
        assertThat(fci.tag()).isEqualTo(BerTag.hex("6F"));
        assertThat(fci.children())
                .containsExactly(
                        BerTlv.of("84", Bytes.hex("A000000308000010000100")), BerTlv.of("8A", Bytes.hex("05")));
        assertThat(fci.find("8A")).hasValue(BerTlv.of("8A", Bytes.hex("05")));
        assertThat(fci.find("9F01")).isEmpty();
    }

    @Test
    void tags_have_up_to_four_bytes() throws Exception {
        assertThat(BerTlv.readAll(Bytes.hex("5FC102 01 AA"))).containsExactly(BerTlv.of("5FC102", Bytes.hex("AA")));
        assertThat(BerTag.hex("7F49").isConstructed()).isTrue();
        assertThat(BerTag.hex("9F36").tagClass()).isEqualTo(BerTag.TagClass.CONTEXT_SPECIFIC);
        assertThat(BerTag.hex("DF818203").length()).isEqualTo(4);
        assertThatThrownBy(() -> BerTag.hex("DF81828304")).hasMessageContaining("more than 4 bytes");
        assertThatThrownBy(() -> BerTag.hex("8484")).hasMessageContaining("more than one tag");
    }

    @Test
    void encodes_lengths_in_the_fewest_bytes() throws Exception {
        for (int length : new int[] {0, 1, 0x7F, 0x80, 0xFF, 0x100, 0xFFFF, 0x10000}) {
            var object = BerTlv.of("53", Bytes.of(new byte[length]));
            assertThat(BerTlv.readAll(object.encode())).containsExactly(object);
        }
        assertThat(BerTlv.of("53", Bytes.of(new byte[0x80])).encode().slice(0, 3))
                .isEqualTo(Bytes.hex("538180"));
        assertThat(BerTlv.of("53", Bytes.of(new byte[0x100])).encode().slice(0, 4))
                .isEqualTo(Bytes.hex("53820100"));
    }

    @Test
    void skips_padding_between_objects() throws Exception {
        assertThat(BerTlv.readAll(Bytes.hex("0000 810142 FF 820143 00"))).hasSize(2);
    }

    @Test
    void errors_for_truncated_objects_give_the_offset() {
        assertMalformed("84", "length is missing", 1);
        assertMalformed("84 05 AA", "announces 5 bytes, but only 1 follow", 1);
        assertMalformed("5F", "cut off", 1);
        assertMalformed("84 82 01", "length of 3 bytes is cut off", 1);
        assertMalformed("84 80 00 00", "length starts with 80", 1);
        assertMalformed("84 84 FF FF FF FF", "length 4294967295 is too large", 1);
    }

    private static void assertMalformed(String hex, String words, int offset) {
        assertThatThrownBy(() -> BerTlv.readAll(Bytes.hex(hex)))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining(words)
                .hasMessageContaining("at byte " + offset);
        assertThat(BerTlv.tryReadAll(Bytes.hex(hex))).isEmpty();
    }

    @Test
    void describes_objects_with_the_names_of_their_tags() throws Exception {
        assertThat(BerTlv.readAll(FCI).getFirst().describe()).isEqualTo("""
                        6F file control information (FCI)
                          84 DF name: A0 00 00 03 08 00 00 10 00 01 00
                          8A life cycle status: 05""");
        assertThat(BerTlv.of("50", Bytes.hex("56495341")).describe())
                .isEqualTo("50 application label: 56 49 53 41 \"VISA\"");
    }

    @Test
    void name_depends_on_the_enclosing_object() {
        assertThat(BerTag.hex("82").nameIn(BerTag.hex("6F"))).hasValue("file descriptor");
        assertThat(BerTag.hex("82").nameIn(BerTag.hex("77"))).hasValue("application interchange profile");
        assertThat(BerTag.hex("82").nameIn(BerTag.hex("7C"))).hasValue("response");
        assertThat(BerTag.hex("5F45").name()).hasValue("display message");
        assertThat(BerTag.hex("5FC102").name()).hasValue("PIV: card holder unique identifier (CHUID)");
        assertThat(BerTag.hex("DF7F").name()).isEmpty();
    }

    @Test
    void parser_accepts_or_rejects_random_bytes_without_other_exceptions() {
        long seed = System.nanoTime();
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 20_000; i++) {
            var bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            for (BerTlv object : BerTlv.tryReadAll(Bytes.of(bytes)).orElse(List.of())) {
                assertThat(BerTlv.tryReadAll(object.encode()))
                        .as("seed %d", seed)
                        .hasValue(List.of(object));
                assertThat(object.describe()).isNotBlank();
            }
        }
    }
}
