package dev.puce.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import dev.puce.service.PcscService;
import dev.puce.service.VirtualReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@WithReader
@Execution(ExecutionMode.CONCURRENT)
class WithReaderTest {
    private static final Set<Path> SOCKETS = ConcurrentHashMap.newKeySet();

    @AfterAll
    static void every_test_had_its_own_service_and_none_is_left() {
        assertThat(SOCKETS).hasSize(4).noneMatch(Files::exists);
    }

    @Test
    void reader_is_empty_unless_a_card_is_named(TestPcsc pcsc, TestInfo info) {
        SOCKETS.add(pcsc.socket());
        assertThat(info.getDisplayName()).isNotEmpty();
        assertThat(pcsc.reader().name()).startsWith("Virtual Reader ");
        assertThat(pcsc.reader().hasCard()).isFalse();
        assertThat(pcsc.environment())
                .containsEntry("PCSCLITE_CSOCK_NAME", pcsc.socket().toString());
        assertThat(Files.exists(pcsc.socket())).isTrue();
    }

    @Test
    @WithReader(name = "Other", card = "demo")
    void readers_of_the_method_add_to_those_of_the_class(PcscService service, TestPcsc pcsc) {
        SOCKETS.add(pcsc.socket());
        assertThat(service.readers()).hasSize(2);
        assertThat(pcsc.reader("Other").hasCard()).isTrue();
        assertThatThrownBy(() -> pcsc.reader("Third")).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    @WithReader(name = "Demo", card = "demo")
    void the_card_can_be_used_in_the_same_process(Pcsc pcsc, TestPcsc test) {
        SOCKETS.add(test.socket());
        long context = pcsc.establishContext(Scope.SYSTEM);
        var connection = pcsc.connect(context, test.reader("Demo").name(), ShareMode.SHARED, Protocols.ANY);
        assertThat(pcsc.transmit(connection.card(), connection.activeProtocol(), Bytes.hex("00A4000C023F00")))
                .isEqualTo(Bytes.hex("9000"));
    }

    @Nested
    class Inside {
        @Test
        @WithReader(card = "echo")
        @WithReader(card = "minimal")
        void annotations_of_outer_classes_count(TestPcsc pcsc, VirtualReader first) {
            SOCKETS.add(pcsc.socket());
            assertThat(pcsc.service().readers()).hasSize(3);
            assertThat(first).isSameAs(pcsc.reader());
            assertThat(first.hasCard()).isFalse();
        }
    }
}
