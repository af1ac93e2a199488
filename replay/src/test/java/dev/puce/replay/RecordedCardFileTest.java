package dev.puce.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import dev.puce.service.card.kind.CardKinds;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.trace.redaction.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedCardFileTest {
    @TempDir
    private Path folder;

    @Test
    void a_recording_becomes_a_card_by_its_name() throws Exception {
        Path file = folder.resolve("session.jsonl");
        try (var writer = RecordingWriter.create(file, RecordingHeader.of("test", Instant.EPOCH, Redaction.OFF))) {
            writer.accept(call(
                    1,
                    new Call.Connect(1, "R 00 00", new ShareMode(2), new Protocols(3)),
                    new Result.Connect(7, Protocol.T1)));
            writer.accept(call(
                    2,
                    new Call.Transmit(7, Pci.of(Protocol.T1), Bytes.hex("00B0000001"), OptionalLong.empty()),
                    new Result.Transmit(Pci.of(Protocol.T1), Bytes.hex("2A9000"))));
        }
        var card = CardKinds.make("replay:" + file);
        card.powerOn();
        assertThat(card.transmit(Bytes.hex("00B0000001"))).isEqualTo(Bytes.hex("2A9000"));
    }

    @Test
    void a_log_of_libpcscspy_will_do() throws Exception {
        Path file = folder.resolve("pcsc-spy.log");
        Files.writeString(file, """
                7F00@>|1700000000|000100|SCardConnect
                7F00@0x00000001
                7F00@R 00 00
                7F00@0x00000002
                7F00@0x00000003
                7F00@0x00000000
                7F00@0x00000000
                7F00@0x00000007
                7F00@0x00000002
                7F00@<|1700000000|000200|SCardConnect|Command successful.|0x00000000
                7F00@>|1700000000|000300|SCardTransmit
                7F00@0x00000007
                7F00@0x00000002
                7F00@0x00000010
                7F00@0x00000005
                7F00@00 B0 00 00 01\s
                7F00@0x00000002
                7F00@0x00000010
                7F00@0x00000003
                7F00@2A 90 00\s
                7F00@<|1700000000|000400|SCardTransmit|Command successful.|0x00000000
                """);
        assertThat(RecordedCardFile.cards(file)).singleElement().satisfies(card -> {
            assertThat(card.reader()).isEqualTo("R 00 00");
            assertThat(card.exchanges())
                    .singleElement()
                    .satisfies(exchange -> assertThat(exchange.answer())
                            .isEqualTo(new RecordedExchange.Answer.Response(Bytes.hex("2A9000"))));
        });
    }

    @Test
    void files_without_a_card_are_refused() throws Exception {
        Path file = folder.resolve("empty.log");
        Files.writeString(file, "7F00@>|1700000000|000100|SCardIsValidContext\n");
        assertThatThrownBy(() -> CardKinds.make("replay:" + file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("contains no card");
        assertThatThrownBy(() -> CardKinds.make("replay:" + folder.resolve("nowhere")))
                .isInstanceOf(IOException.class);
        Files.writeString(file, "nothing of interest\n");
        assertThatThrownBy(() -> CardKinds.make("replay:" + file))
                .hasMessageContaining("not in a format that puce reads");
    }

    private static TracedCall call(long sequence, Call call, Result result) {
        return new TracedCall(
                sequence,
                Caller.UNKNOWN,
                sequence * 1000,
                call,
                Optional.of(new TracedCall.Outcome(ReturnCode.SUCCESS, 500, result)));
    }
}
