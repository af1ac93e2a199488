package dev.puce.backend.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import java.lang.foreign.Arena;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Tests calls into a library of each platform. Module `it` tests the real library.
class NativePcscTest {
    @ParameterizedTest
    @EnumSource
    void setAttrib_passes_number_and_value(Platform platform) {
        try (var arena = Arena.ofConfined()) {
            var library = new BlockingLibrary(platform, arena);
            var attribute = new Attribute(0x7FFF0007);
            library.open().setAttrib(5, attribute, Bytes.of(1, 2, 3));
            assertThat(library.attributes()).containsExactly(new Call.SetAttrib(5, attribute, Bytes.of(1, 2, 3)));
        }
    }
}
