package dev.puce.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import org.junit.jupiter.api.Test;

/// The examples of `docs/reference/cards.md`.
class JUnitGuideTest {
    // snippet: junit-reader
    @Test
    @WithReader(card = "demo")
    void the_program_finds_the_service(TestPcsc pcsc) throws Exception {
        var program = new ProcessBuilder("printenv", "PCSCLITE_CSOCK_NAME"); // your program
        program.environment().putAll(pcsc.environment());
        assertThat(program.start().inputReader().readLine())
                .isEqualTo(pcsc.socket().toString());
        pcsc.reader().remove(); // pulls the card
        assertThat(pcsc.reader().hasCard()).isFalse();
    }
    // end

    // snippet: junit-recording
    @Test
    @WithRecording("select.jsonl")
    void selects_as_recorded(Pcsc pcsc) { // fails if it sends other commands, or fewer
        long context = pcsc.establishContext(Scope.SYSTEM);
        String reader = pcsc.listReaders(context).getFirst();
        var connection = pcsc.connect(context, reader, ShareMode.SHARED, Protocols.ANY);
        assertThat(pcsc.transmit(connection.card(), connection.activeProtocol(), Bytes.hex("00A4000C023F00")))
                .isEqualTo(Bytes.hex("9000"));
    }
    // end
}
