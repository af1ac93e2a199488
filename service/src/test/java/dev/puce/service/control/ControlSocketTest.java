package dev.puce.service.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.puce.service.PcscService;
import dev.puce.service.card.filesystem.FileAccess;
import dev.puce.service.control.ControlAnswer.Done;
import dev.puce.service.control.ControlAnswer.ReaderInfo;
import dev.puce.service.control.ControlAnswer.Refused;
import dev.puce.service.peer.UserId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlSocketTest {
    private PcscService service;
    private ControlSocket control;

    @BeforeEach
    void open() throws IOException {
        service = PcscService.start();
        control = ControlSocket.open(service);
    }

    @AfterEach
    void close() {
        control.close();
        service.close();
    }

    private ControlAnswer ask(ControlRequest request) throws IOException {
        return ControlClient.ask(service.socket(), request);
    }

    private static ControlRequest insert(String reader, String card) {
        return new ControlRequest.InsertCard(Optional.ofNullable(reader), card, FileAccess.BELOW_FOLDER);
    }

    private static ControlRequest remove(String reader) {
        return new ControlRequest.RemoveCard(Optional.ofNullable(reader), OptionalInt.empty());
    }

    @Test
    void requests_add_and_remove_readers_and_cards() throws IOException {
        assertThat(ask(new ControlRequest.AddReader("First"))).isEqualTo(done("First 00 00", false));
        assertThat(ask(new ControlRequest.AddReader("Second"))).isEqualTo(done("Second 01 00", false));
        assertThat(ask(insert("Second", "echo"))).isEqualTo(done("Second 01 00", true));
        assertThat(ask(insert(null, "echo"))).as("the first empty reader").isEqualTo(done("First 00 00", true));
        assertThat(ask(remove("First 00 00"))).isEqualTo(done("First 00 00", false));
        assertThat(ask(remove(null))).as("the only one with a card").isEqualTo(done("Second 01 00", false));
        assertThat(ask(new ControlRequest.RemoveReader("First"))).isEqualTo(done("First 00 00", false));
        assertThat(ask(new ControlRequest.ListReaders())).isEqualTo(done("Second 01 00", false));
    }

    private static Done done(String reader, boolean hasCard) {
        return new Done(java.util.List.of(new ReaderInfo(reader, hasCard)));
    }

    @Test
    void impossible_requests_are_refused_with_a_reason() throws IOException {
        service.addReader("A");
        service.addReader("AB");
        assertThat(refusal(insert("C", "echo")))
                .isEqualTo("no reader matches \"C\". The readers are: A 00 00, AB 01 00");
        assertThat(refusal(insert("A", "echo")))
                .isEqualTo("2 readers match \"A\": A 00 00, AB 01 00. Give more of the name");
        assertThat(refusal(insert(null, "no such card"))).contains("there is no card \"no such card\"");
        assertThat(refusal(remove(null))).contains("no reader holds a card");
        assertThat(refusal(remove("AB"))).contains("the reader \"AB 01 00\" holds no card");
        ask(insert("AB", "echo"));
        assertThat(refusal(insert("AB", "echo"))).contains("remove it first");
    }

    private String refusal(ControlRequest request) throws IOException {
        return ((Refused) ask(request)).reason();
    }

    @Test
    void invalid_lines_are_refused() {
        assertThatThrownBy(() -> ControlJson.readRequest("{\"do\":\"dance\"}")).hasMessageContaining("\"dance\"");
        assertThatThrownBy(() -> ControlJson.readRequest("{}")).hasMessageContaining("\"do\"");
        assertThatThrownBy(() -> ControlJson.readRequest("[]")).hasMessageContaining("not a JSON object");
        assertThatThrownBy(() -> ControlJson.readRequest("{\"do\":\"remove\",\"reader\":5}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no text field \"reader\"");
        for (String after : new String[] {"\"x\"", "1.5", "true"}) {
            assertThatThrownBy(() -> ControlJson.readRequest("{\"do\":\"remove\",\"after\":" + after + "}"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"after\" of the message is not an integer");
        }
        assertThatThrownBy(() -> ControlJson.readRequest("no JSON")).hasMessageContaining("not JSON");
    }

    @Test
    void requests_and_answers_survive_encoding() {
        for (ControlRequest request : new ControlRequest[] {
            new ControlRequest.ListReaders(),
            insert("A \"quoted\" reader", "replay:/tmp/a b.jsonl"),
            insert(null, "echo"),
            new ControlRequest.InsertCard(Optional.empty(), "card.json", FileAccess.ANYWHERE),
            new ControlRequest.AddReader("C1 \u009b, override \u202E"),
            remove(null),
            new ControlRequest.RemoveCard(Optional.of("A"), OptionalInt.of(3)),
            new ControlRequest.AddReader("Lesegerät"),
            new ControlRequest.RemoveReader("A")
        }) {
            String line = ControlJson.write(request);
            assertThat(ControlJson.readRequest(line)).isEqualTo(request);
            assertThat(line).as("C1 and bidirectional characters").doesNotContain("\u009b", "\u202E");
        }
        var refused = new Refused("because");
        assertThat(ControlJson.readAnswer(ControlJson.write(refused))).isEqualTo(refused);
    }

    @Test
    void control_socket_is_accessible_only_to_its_owner() throws IOException {
        Path path = ControlSocket.pathFor(service.socket());
        assertThat(Files.getPosixFilePermissions(path)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void another_user_is_refused_even_with_access_to_the_socket() throws Exception {
        assumeTrue(UserId.effective().orElse(-1) == 0, "needs root, to run a program as another user");
        Path path = ControlSocket.pathFor(service.socket());
        Files.setPosixFilePermissions(path.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
        String script = """
                import socket, sys
                s = socket.socket(socket.AF_UNIX)
                s.connect(sys.argv[1])
                s.sendall(b'{"do":"add-reader","reader":"Foreign"}\\n')
                print(s.recv(1000).decode())
                """;
        var program = new ProcessBuilder(
                        "setpriv", "--reuid=65534", "--clear-groups", "/usr/bin/python3", "-c", script, path.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(program.waitFor() == 0, "needs setpriv and /usr/bin/python3: " + output);
        assertThat(output).contains("\"ok\":false", "only the user root may control this service");
        assertThat(service.readers()).isEmpty();
    }
}
