package dev.puce.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.cards.Readers;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import dev.puce.service.PcscService;
import dev.puce.service.VirtualReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@WithReader
@Execution(ExecutionMode.CONCURRENT)
class WithReaderTest {
    private static final Set<Path> SOCKETS = ConcurrentHashMap.newKeySet();

    @AfterAll
    static void every_test_has_its_own_service_and_removes_its_socket() {
        assertThat(SOCKETS).hasSize(7).noneMatch(Files::exists);
    }

    @Test
    void reader_is_empty_without_a_card_name(TestPcsc pcsc, TestInfo info) {
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
    void annotations_of_the_method_add_readers(PcscService service, TestPcsc pcsc) {
        SOCKETS.add(pcsc.socket());
        assertThat(service.readers()).hasSize(2);
        assertThat(pcsc.reader("Other").hasCard()).isTrue();
        assertThatThrownBy(() -> pcsc.reader("Third")).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    @WithReader(name = "Demo", card = "demo")
    void client_uses_the_card_in_the_same_process(Pcsc pcsc, TestPcsc test) {
        SOCKETS.add(test.socket());
        long context = pcsc.establishContext(Scope.SYSTEM);
        var connection = pcsc.connect(context, test.reader("Demo").name(), ShareMode.SHARED, Protocols.ANY);
        assertThat(pcsc.transmit(connection.card(), connection.activeProtocol(), Bytes.hex("00A4000C023F00")))
                .isEqualTo(Bytes.hex("9000"));
    }

    @Test
    @WithReader(name = "Demo", card = "demo")
    void socket_path_and_readers_are_parameters(Path socket, Readers readers, TestPcsc pcsc, @TempDir Path folder) {
        SOCKETS.add(socket);
        assertThat(socket).isEqualTo(pcsc.socket());
        assertThat(folder).isEmptyDirectory();
        assertThat(readers.list()).hasSize(2);
        assertThat(readers.require("Demo").isCardPresent()).isTrue();
    }

    @Test
    void description_on_the_class_path_is_found_first(TestPcsc pcsc) throws Exception {
        SOCKETS.add(pcsc.socket());
        var card = TestResource.card("card.json", WithReaderTest.class);
        assertThat(card.powerOn()).isEqualTo(Bytes.hex("3B 80 01 81"));
        assertThat(card.transmit(Bytes.hex("00B0810000")))
                .as("content beside the description")
                .isEqualTo(Bytes.hex("0102039000"));
        assertThat(TestResource.card("dev/puce/junit/card.json", WithReaderTest.class)
                        .powerOn())
                .as("from the root of the class path")
                .isEqualTo(card.powerOn());
    }

    @Test
    void missing_file_is_reported_with_both_places(TestPcsc pcsc) {
        SOCKETS.add(pcsc.socket());
        for (ThrowingCallable action : List.<ThrowingCallable>of(
                () -> TestResource.card("missing.json", WithReaderTest.class),
                () -> TestResource.recording("missing.json", WithReaderTest.class))) {
            assertThatThrownBy(action)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("dev/puce/junit/missing.json")
                    .hasMessageContaining(
                            Path.of("missing.json").toAbsolutePath().toString());
        }
    }

    @Nested
    class Inside {
        @Test
        @WithReader(card = "echo")
        @WithReader(card = "minimal")
        void annotations_of_outer_classes_apply(TestPcsc pcsc, VirtualReader first) {
            SOCKETS.add(pcsc.socket());
            assertThat(pcsc.service().readers()).hasSize(3);
            assertThat(first).isSameAs(pcsc.reader());
            assertThat(first.hasCard()).isFalse();
        }
    }
}
