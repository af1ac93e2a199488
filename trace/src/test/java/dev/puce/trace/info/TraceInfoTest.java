package dev.puce.trace.info;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Result;
import dev.puce.testkit.Calls;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class TraceInfoTest {
    private static final String READER = "Reader 00 00";
    private static final Bytes ATR = Bytes.hex("3B80800101");

    private static TraceInfo info() {
        var info = new TraceInfo();
        info.accept(Calls.connect(1, READER));
        info.accept(Calls.traced(
                2,
                new Call.Status(Calls.CARD),
                new Result.Status(READER, new CardState(CardState.PRESENT), Protocol.T1, ATR)));
        info.accept(Calls.transmit(3, "00A4040009A00000030800001000", "9000"));
        info.accept(Calls.transmit(4, "00CB3FFF055C035FC10500", "6A82"));
        return info;
    }

    @Test
    void counts_calls_and_collects_readers_cards_applications_and_programs() {
        var info = info();
        assertThat(info.calls()).isEqualTo(4);
        assertThat(info.exchanges()).isEqualTo(2);
        assertThat(info.unfinished()).isZero();
        assertThat(info.hidden()).isZero();
        assertThat(info.readers()).containsExactly(READER);
        assertThat(info.atrs()).containsExactly(ATR);
        assertThat(info.aids()).containsExactly(Bytes.hex("A00000030800001000"));
        assertThat(info.programs()).containsOnlyKeys(Calls.CALLER.program());
        assertThat(info.span()).isPresent();
    }

    @Test
    void text_names_cards_and_applications() {
        var header = RecordingHeader.of("relay", Instant.EPOCH, Redaction.FULL);
        assertThat(TraceInfoText.of("recording", header, info(), _ -> "a card"))
                .contains(
                        "redaction     full\n",
                        "calls         4, 2 commands to cards\n",
                        "readers       Reader 00 00\n",
                        "ATRs          3B 80 80 01 01  a card\n",
                        "applications  A00000030800001000  PIV\n");
    }

    @Test
    void trace_without_calls_has_no_span() {
        assertThat(new TraceInfo().span()).isEmpty();
    }
}
