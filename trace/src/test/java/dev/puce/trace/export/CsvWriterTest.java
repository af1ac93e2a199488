package dev.puce.trace.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.Calls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CsvWriterTest {
    private static List<String> csv(TracedCall... calls) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var writer = new CsvWriter(out)) {
            for (var call : calls) {
                writer.accept(call);
            }
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void an_exchange_has_its_application_words_bytes_and_status() throws IOException {
        var lines =
                csv(Calls.connect(1, "Reader 00 00"), Calls.transmit(2, "00A404000BA000000308000010000100", "9000"));
        assertThat(lines.getFirst()).startsWith("seq,start_us,duration_us,program");
        assertThat(lines.get(2))
                .startsWith("2,")
                .contains(
                        ",Reader 00 00,SCardTransmit,SCARD_S_SUCCESS,piv,SELECT PIV,00A404000BA000000308000010000100,9000,9000,");
    }

    @Test
    void quotes_cells_with_commas_and_quotation_marks() throws IOException {
        assertThat(csv(Calls.connect(1, "Reader \"A\", 00")).get(1)).contains("\"Reader \"\"A\"\", 00\"");
    }

    @Test
    void text_of_a_trace_is_not_a_formula() throws IOException {
        assertThat(csv(Calls.connect(1, "=HYPERLINK()")).get(1)).contains(",'=HYPERLINK(),");
    }

    @Test
    void a_call_that_never_returned_says_so() throws IOException {
        var call = new TracedCall(1, Calls.CALLER, 0, new Call.Status(Calls.CARD), Optional.empty());
        assertThat(csv(call).get(1)).contains(",SCardStatus,never returned,");
    }
}
