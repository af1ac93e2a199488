package dev.puce.service.card.fido;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Examples of RFC 8949, appendix A, and CTAP's canonical order.
class CborTest {
    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "23, 17",
        "24, 1818",
        "100, 1864",
        "1000, 1903e8",
        "1000000, 1a000f4240",
        "1000000000000, 1b000000e8d4a51000",
        "-1, 20",
        "-100, 3863",
        "-1000, 3903e7"
    })
    void integers_have_the_shortest_form(long value, String encoded) throws CtapException {
        assertThat(new Cbor.Int(value).encode()).isEqualTo(Bytes.hex(encoded));
        assertThat(CborReader.read(Bytes.hex(encoded))).isEqualTo(new Cbor.Int(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"f4", "f5", "f6", "4401020304", "6449455446", "83010203", "a201020304", "8301820203820405"})
    void values_are_read_and_written(String encoded) throws CtapException {
        assertThat(CborReader.read(Bytes.hex(encoded)).encode()).isEqualTo(Bytes.hex(encoded));
    }

    @Test
    void keys_are_sorted_by_type_then_length_then_content() {
        var map = CborMap.EMPTY
                .with("up", Cbor.Simple.TRUE)
                .with("plat", Cbor.Simple.TRUE)
                .with("rk", Cbor.Simple.TRUE)
                .with(-1, Cbor.Simple.TRUE)
                .with(100, Cbor.Simple.TRUE)
                .with(3, Cbor.Simple.TRUE);
        assertThat(map.encode()).isEqualTo(Bytes.hex("A6 03F5 1864F5 20F5 62726BF5 627570F5 64706C6174F5"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "18",
                "1c",
                "420a",
                "5f4100ff",
                "9f",
                "81",
                "a101",
                "a2010101",
                "a201010102",
                "c001",
                "f93c00",
                "ff",
                "0000",
                "8181818181 00",
                "9bffffffffffffffff",
                "bb7fffffffffffffff",
                "5b7fffffffffffffff"
            })
    void malformed_values_are_refused(String encoded) {
        assertThatThrownBy(() -> CborReader.read(Bytes.hex(encoded))).isInstanceOf(CtapException.class);
    }
}
