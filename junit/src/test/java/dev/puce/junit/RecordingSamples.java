package dev.puce.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.replay.ReplayOptions.Matching;
import org.junit.jupiter.api.Test;

/// Tests that [WithRecordingTest] runs; some of them fail intentionally.
@WithRecording("select.jsonl")
class RecordingSamples {
    private static final Bytes SELECT = Bytes.hex("00A4000C023F00");

    @Test
    void sends_the_recorded_command(TestPcsc pcsc) throws Exception {
        assertThat(pcsc.reader().name()).isEqualTo("Recorded 00 00");
        assertThat(pcsc.reader().hasCard()).isTrue();
        assertThat(pcsc.replays().getFirst().transmit(SELECT)).isEqualTo(Bytes.hex("9000"));
    }

    @Test
    void sends_another_command(TestPcsc pcsc) throws Exception {
        pcsc.replays().getFirst().transmit(Bytes.hex("00A4000C022F00"));
    }

    @Test
    void sends_nothing() {}

    @Test
    @WithRecording(value = "select.jsonl", matching = Matching.COMMAND)
    void polls(TestPcsc pcsc) throws Exception {
        for (int i = 0; i < 3; i++) {
            pcsc.replays().getFirst().transmit(SELECT);
        }
    }
}
