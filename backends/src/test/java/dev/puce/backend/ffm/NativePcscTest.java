package dev.puce.backend.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import java.lang.foreign.Arena;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What arrives in a library of each platform; more is tried with the real one in module `it`.
class NativePcscTest {
    @ParameterizedTest
    @EnumSource
    void an_attribute_arrives_with_its_number_and_value(Platform platform) {
        try (var arena = Arena.ofConfined()) {
            var library = new HeldLibrary(platform, arena);
            var attribute = new Attribute(0x7FFF0007);
            library.open().setAttrib(5, attribute, Bytes.of(1, 2, 3));
            assertThat(library.attributes()).containsExactly(new Call.SetAttrib(5, attribute, Bytes.of(1, 2, 3)));
        }
    }
}
