package dev.puce.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.decode.value.Outcome;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.StatusWord;
import org.junit.jupiter.api.Test;

/// Objects and status words without an exchange.
class DataObjectsTest {
    private static Application application(String id) {
        return Application.ofId(id).orElseThrow();
    }

    @Test
    void names_objects_by_application() {
        Bytes bytes = Bytes.hex("9F36020029");
        assertThat(DataObjects.explain(bytes, application("emv")).getFirst().toString())
                .isEqualTo("9F36 application transaction counter (ATC): 41");
        assertThat(DataObjects.explain(bytes, Application.UNKNOWN).getFirst().toString())
                .isEqualTo("9F36: 0029");
    }

    @Test
    void gives_positions_of_values() {
        var node = DataObjects.explain(Bytes.hex("6F098407A0000000031010"), application("emv"))
                .getFirst()
                .find("84")
                .orElseThrow();
        assertThat(node.from()).isEqualTo(4);
        assertThat(node.to()).isEqualTo(11);
    }

    @Test
    void explains_status_words_by_application() {
        assertThat(Status.of(new StatusWord(0x91CD), application("desfire")).meaning())
                .isEqualTo("card disabled");
        assertThat(Status.of(new StatusWord(0x9404), application("sim")).outcome())
                .isEqualTo(Outcome.ABSENT);
        assertThat(Status.of(new StatusWord(0x6C1B), Application.UNKNOWN).rightNe())
                .hasValue(0x1B);
    }

    @Test
    void names_objects_that_commands_ask_for() {
        var session = new CardSession();
        session.assume(application("piv"));
        session.command(Bytes.hex("00CB3FFF055C035FC105"));
        assertThat(session.response(Bytes.hex("6A82")).object()).contains("5FC105");
        session.assume(application("emv"));
        session.command(Bytes.hex("80CA9F3600"));
        assertThat(session.response(Bytes.hex("6A88")).object()).contains("9F36");
    }
}
