package dev.puce.system.smartcardio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.it.DelegatingCard;
import dev.puce.it.smartcardio.ScriptedCard;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import dev.puce.service.PcscService;
import dev.puce.service.ServiceOptions;
import dev.puce.service.VirtualReader;
import dev.puce.service.card.VirtualCard;
import dev.puce.system.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Weaknesses of the other providers: each scenario runs with each provider, in a separate process, against our
/// service.
///
/// `docs/reference/smartcardio.md` describes the results. The test fails if a provider changes. It was written
/// for the JDK 25 and jnasmartcardio 0.2.7, with libpcsclite 1.9.9 and 2.3.3.
@Timeout(120)
class ProviderComparisonTest {
    private Path folder;
    private PcscService service;

    @BeforeEach
    void start() throws IOException {
        RealParts.file("/usr/lib/x86_64-linux-gnu/libpcsclite.so.1", "libpcsclite1");
        folder = Files.createTempDirectory("puce-providers");
        service = PcscService.start(ServiceOptions.USUAL.withSocket(socket()));
    }

    @AfterEach
    void stop() throws IOException {
        service.close();
        Files.deleteIfExists(socket());
        Files.delete(folder);
    }

    private Path socket() {
        return folder.resolve("pcscd.comm");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            JDK            | failed: javax.smartcardio.CardException: list() failed
            jnasmartcardio | empty list
            native         | empty list
            socket         | empty list
            """)
    void list_is_empty_without_a_reader(String provider, String outcome) throws IOException {
        assertThat(run(provider, Scenario.NO_READER)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            JDK            | failed: javax.smartcardio.CardException: list() failed
            jnasmartcardio | 1 readers
            native         | 1 readers
            socket         | 1 readers
            """)
    void provider_finds_a_restarted_daemon(String provider, String outcome) throws IOException {
        service.addReader("Reader");
        assertThat(run(provider, Scenario.DAEMON_RESTARTED, this::restart)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            JDK            | 0 readers
            jnasmartcardio | 1 readers
            native         | 1 readers
            socket         | 1 readers
            """)
    void default_factory_finds_a_daemon_that_started_later(String provider, String outcome) throws IOException {
        service.close();
        Files.deleteIfExists(socket());
        assertThat(run(provider, Scenario.DAEMON_STARTED_LATER, this::restart)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            JDK            | transmit waits for the wait
            jnasmartcardio | transmit waits for the wait
            native         | transmitted during the wait
            socket         | transmitted during the wait
            """)
    void wait_does_not_delay_a_transmit(String provider, String outcome) throws IOException {
        insert(ok());
        service.addReader("Empty");
        assertThat(run(provider, Scenario.WAIT_AND_TRANSMIT)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            JDK            | interrupt ignored
            jnasmartcardio | interrupt ignored
            native         | ended by the interrupt
            socket         | ended by the interrupt
            """)
    void interrupt_ends_a_wait(String provider, String outcome) throws IOException {
        service.addReader("Empty");
        assertThat(run(provider, Scenario.INTERRUPT)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            JDK            | failed: javax.smartcardio.CardException: sun.security.smartcardio.PCSCException: SCARD_E_INSUFFICIENT_BUFFER
            jnasmartcardio | failed: jnasmartcardio.Smartcardio$JnaPCSCException: SCardTransmit got response 0x80100008 (SCARD_E_INSUFFICIENT_BUFFER: The data buffer to receive returned data is too small for the returned data.)
            native         | answer of 65538
            socket         | answer of 65538
            """)
    void answer_of_64_kib_arrives(String provider, String outcome) throws IOException {
        insert(ScriptedCard.of(_ -> Bytes.of(new byte[65_536]).plus(Bytes.hex("9000"))));
        assertThat(run(provider, Scenario.LONG_ANSWER)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            JDK            | 6E00
            jnasmartcardio | 6E00
            native         | 9000
            socket         | 9000
            """)
    void get_response_has_the_class_that_emv_requires(String provider, String outcome) throws IOException {
        insert(ScriptedCard.of(command -> {
            if (command.get(1) != 0xC0) {
                return Bytes.hex("6102");
            }
            return Bytes.hex(command.get(0) == 0x00 ? "7700 9000" : "6E00");
        }));
        assertThat(run(provider, Scenario.GET_RESPONSE_CLASS)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            JDK            | 9000 and no way
            jnasmartcardio | 9000 and no way
            native         | 9000 and 6102
            socket         | 9000 and 6102
            """)
    void one_connection_can_switch_off_follow_up_commands(String provider, String outcome) throws IOException {
        insert(ScriptedCard.of(command -> Bytes.hex(command.get(1) == 0xC0 ? "0102 9000" : "6102")));
        assertThat(run(provider, Scenario.SWITCHED_OFF_FOR_ONE_CONNECTION)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            JDK            | answer of 8194
            jnasmartcardio | answer of 1792
            native         | answer of 8194
            socket         | answer of 8194
            """)
    void answer_in_32_parts_arrives_complete(String provider, String outcome) throws IOException {
        var left = new AtomicInteger(8192);
        insert(ScriptedCard.of(command -> {
            if (command.get(1) != 0xC0) {
                left.set(8192);
                return Bytes.hex("6100");
            }
            int rest = left.addAndGet(-256);
            return Bytes.of(new byte[256]).plus(Bytes.hex(rest == 0 ? "9000" : "6100"));
        }));
        assertThat(run(provider, Scenario.LONG_FOLLOW_UP)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            JDK            | text only
            jnasmartcardio | text only
            native         | code SCARD_E_SHARING_VIOLATION (0x8010000B)
            socket         | code SCARD_E_SHARING_VIOLATION (0x8010000B)
            """)
    void failures_have_a_code(String provider, String outcome) throws IOException {
        VirtualReader reader = insert(ok());
        try (Pcsc pcsc = Pcsc.open("socket:" + socket())) {
            assertThat(run(
                            provider,
                            Scenario.ERROR_CODE,
                            () -> pcsc.connect(
                                    pcsc.establishContext(Scope.SYSTEM),
                                    reader.name(),
                                    ShareMode.EXCLUSIVE,
                                    Protocols.ANY)))
                    .isEqualTo(outcome);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            JDK            | CardException, then IllegalStateException
            jnasmartcardio | CardException, then CardException
            native         | CardException, then CardException
            socket         | CardException, then CardException
            """)
    void removed_card_differs_from_a_disconnected_one(String provider, String outcome) throws IOException {
        VirtualReader reader = insert(ok());
        assertThat(run(provider, Scenario.CARD_REMOVED, reader::remove)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            JDK            | 0 and 1
            jnasmartcardio | 0 and 1
            native         | 0 and 1
            socket         | 0 and 1
            """)
    void disconnect_resets_on_request(String provider, String outcome) throws IOException {
        var resets = new AtomicInteger();
        insert(new DelegatingCard(ok()) {
            @Override
            public Bytes reset() throws CardUnresponsiveException {
                resets.incrementAndGet();
                return super.reset();
            }
        });
        var counts = new ArrayList<Integer>();
        run(provider, Scenario.RESET_OR_NOT, () -> counts.add(resets.get()), () -> counts.add(resets.get()));
        assertThat(counts.getFirst() + " and " + counts.getLast()).isEqualTo(outcome);
    }

    private VirtualReader insert(VirtualCard card) {
        VirtualReader reader = service.addReader("Reader");
        reader.insert(card);
        return reader;
    }

    private static VirtualCard ok() {
        return ScriptedCard.of(command -> CommandApdu.tryParse(command)
                .map(apdu -> Bytes.of(new byte[apdu.ne()]))
                .orElse(Bytes.EMPTY)
                .plus(Bytes.hex("9000")));
    }

    private void restart() throws IOException {
        service.close();
        Files.deleteIfExists(socket());
        service = PcscService.start(ServiceOptions.USUAL.withSocket(socket()));
        service.addReader("Reader");
    }

    private String run(String provider, Scenario scenario, Action... actions) throws IOException {
        return ProbeProcess.run(provider, scenario, socket(), List.of(actions));
    }

    /// An action of the test while the probe waits.
    @FunctionalInterface
    interface Action {
        void perform() throws IOException;
    }
}
