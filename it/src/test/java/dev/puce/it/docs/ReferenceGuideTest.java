package dev.puce.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import dev.puce.service.PcscService;
import dev.puce.service.VirtualReader;
import dev.puce.service.card.kind.CardKinds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The Java examples of `docs/reference/service.md` and `docs/reference/backends.md`.
@Timeout(60)
class ReferenceGuideTest {
    private final List<String> printed = new ArrayList<>();

    private void println(Object text) {
        printed.add(String.valueOf(text));
    }

    /// A program that sends the same command until the card is gone, ten times at most.
    private void runProgram(Path socket) {
        try (Pcsc pcsc = Pcsc.open("socket:" + socket)) {
            long context = pcsc.establishContext(Scope.SYSTEM);
            String reader = pcsc.listReaders(context).getFirst();
            var connection = pcsc.connect(context, reader, ShareMode.SHARED, Protocols.ANY);
            for (int i = 0; i < 10; i++) {
                println(pcsc.transmit(connection.card(), connection.activeProtocol(), Bytes.hex("00A4000C023F00")));
            }
        } catch (PcscException failed) {
            println(failed.code());
        }
    }

    @Test
    void an_embedded_service_pulls_its_card_in_the_middle_of_a_command() throws Exception {
        // snippet: embedded-service
        try (var service = PcscService.start()) { // its own socket, so tests can run in parallel
            VirtualReader reader = service.addReader("Test Reader");
            reader.insert(CardKinds.make("demo")); // or any VirtualCard
            reader.removeAfter(3); // pulls the card in the middle of the fourth command
            runProgram(service.socket()); // a program finds it in PCSCLITE_CSOCK_NAME
        }
        // end
        assertThat(printed).containsExactly("90 00", "90 00", "90 00", ReturnCode.NO_SMARTCARD.toString());
    }

    @Test
    void the_lowest_level_lists_readers() throws Exception {
        try (var service = PcscService.start()) {
            service.addReader("Test Reader");
            String backend = "socket:" + service.socket();
            // snippet: lowest-level
            try (Pcsc pcsc = Pcsc.open(backend)) { // or Pcsc.open()
                long context = pcsc.establishContext(Scope.SYSTEM);
                for (String reader : pcsc.listReaders(context)) {
                    println(reader);
                }
            }
            // end
        }
        assertThat(printed).containsExactly("Test Reader 00 00");
    }
}
