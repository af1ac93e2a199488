package dev.puce.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.puce.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `puce serve`, `puce card`, `puce reader` and `puce demo` on the command line.
class ServeCommandTest {
    @TempDir
    private Path folder;

    @Test
    void serve_exits_with_the_status_of_its_command() throws IOException {
        CommandResult ran =
                CommandResult.puce(Map.of(), "serve", "--", "sh", "-c", "test -S \"$PCSCLITE_CSOCK_NAME\" && exit 7");
        assertThat(ran.status()).as(ran.err()).isEqualTo(7);
    }

    @Test
    void readers_and_cards_change_while_it_serves() throws Exception {
        Path socket = folder.resolve("pcscd.comm");
        var environment = Map.of("PCSCLITE_CSOCK_NAME", socket.toString());
        try (var serve = RunningProgram.start(
                Map.of(), CommandResult.puceCommand("serve", "--listen", socket.toString(), "--reader", "A"))) {
            serve.await("export PCSCLITE_CSOCK_NAME=" + socket, 0);
            assertThat(CommandResult.puce(environment, "card", "insert", "echo").out())
                    .contains("Card echo is in A 00 00");
            assertThat(CommandResult.puce(environment, "reader", "add", "B").out())
                    .contains("B 01 00: no card");
            assertThat(CommandResult.puce(environment, "reader", "list").out())
                    .isEqualTo("A 00 00: card\nB 01 00: no card\n");
            assertThat(CommandResult.puce(environment, "card", "remove").out()).contains("No card is in A 00 00");
            assertThat(CommandResult.puce(environment, "reader", "remove", "A").out())
                    .contains("A 00 00 is gone");
            CommandResult refused = CommandResult.puce(environment, "card", "remove");
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err()).contains("no reader holds a card");

            CommandResult second = CommandResult.puce(Map.of(), "serve", "--listen", socket.toString());
            assertThat(second.status()).isEqualTo(1);
            assertThat(second.err()).contains("another process listens there");
            serve.terminate();
            assertThat(serve.awaitEnd()).as(serve.output()).isZero();
        }
        assertThat(folder).as("nothing is left behind").isEmptyDirectory();
    }

    @Test
    void test_finds_the_running_service_of_the_user() throws Exception {
        assumeTrue(Files.notExists(Path.of("/run/pcscd/pcscd.comm")), "pcscd runs here");
        var environment = Map.of("XDG_RUNTIME_DIR", folder.toString(), "PCSCLITE_CSOCK_NAME", "");
        try (var serve = RunningProgram.start(environment, CommandResult.puceCommand("serve"))) {
            serve.await("export PCSCLITE_CSOCK_NAME=" + folder, 0);
            CommandResult test = CommandResult.puce(environment, "test");
            assertThat(test.err())
                    .contains("puce: pcscd does not run. Using your running puce serve at "
                            + folder.resolve("puce/pcscd.comm"));
            assertThat(test.status()).as(test.out()).isZero();
        }
    }

    @Test
    void serve_tells_a_descriptor_and_a_file_that_it_listens() throws Exception {
        Path socket = folder.resolve("pcscd.comm");
        Path descriptor = folder.resolve("descriptor");
        Path file = folder.resolve("file");
        var command = new ArrayList<>(List.of("bash", "-c", "exec \"$@\" 3> \"$0\"", descriptor.toString()));
        command.addAll(CommandResult.puceCommand(
                "serve", "--listen", socket.toString(), "--ready-fd", "3", "--wait-file", file.toString()));
        try (var serve = RunningProgram.start(Map.of(), command)) {
            Await.until("the file is there", () -> Files.exists(file));
            assertThat(file).hasContent(socket + "\n");
            assertThat(descriptor).hasContent(socket + "\n");
            assertThat(CommandResult.puce(Map.of("PCSCLITE_CSOCK_NAME", socket.toString()), "reader", "list")
                            .status())
                    .as(serve.output())
                    .isZero();
            serve.terminate();
            assertThat(serve.awaitEnd()).as(serve.output()).isZero();
        }
    }

    @Test
    void serve_writes_to_a_pipe_that_a_script_reads_as_wait_file() throws Exception {
        Path pipe = folder.resolve("ready");
        CommandResult.successful(Map.of(), List.of("mkfifo", pipe.toString()));
        var command = new ArrayList<>(List.of("bash", "-c", "\"$@\" & cat \"$0\"; wait", pipe.toString()));
        command.addAll(CommandResult.puceCommand("serve", "--wait-file", pipe.toString(), "--", "true"));
        CommandResult ran = CommandResult.command(Map.of(), command);
        assertThat(ran.out()).startsWith("/").endsWith("/pcscd.comm\n");
        assertThat(Files.isRegularFile(pipe)).isFalse();
    }

    @Test
    void serve_names_the_remedy_for_a_folder_of_temporary_files_that_cannot_be_used() throws IOException {
        CommandResult ran = CommandResult.puce(
                Map.of("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + folder.resolve("missing")), "serve", "--", "true");
        assertThat(ran.err())
                .contains("puce: Cannot make a folder for a socket: " + folder.resolve("missing/puce-serve-"))
                .contains("JDK_JAVA_OPTIONS=-Djava.io.tmpdir=FOLDER");
        assertThat(ran.status()).isEqualTo(125);
    }

    @Test
    void serve_reports_a_descriptor_that_is_not_open() throws IOException {
        CommandResult ran = CommandResult.puce(Map.of(), "serve", "--ready-fd", "999", "--", "true");
        assertThat(ran.status()).isNotZero();
        assertThat(ran.err()).contains("Cannot write to --ready-fd 999: file descriptor 999 is not open for output");
    }

    @Test
    void serve_keeps_the_content_of_a_passed_file() throws IOException {
        Path log = Files.writeString(folder.resolve("log"), "before\n");
        var command = new ArrayList<>(List.of("bash", "-c", "exec \"$@\" 3>> \"$0\"", log.toString()));
        command.addAll(CommandResult.puceCommand("serve", "--ready-fd", "3", "--", "true"));
        assertThat(CommandResult.command(Map.of(), command).status()).isZero();
        assertThat(log).content().startsWith("before\n/").endsWith("/pcscd.comm\n");
    }

    @Test
    void serve_does_not_write_to_a_file_passed_for_input() throws IOException {
        Path input = Files.writeString(folder.resolve("input"), "precious");
        var command = new ArrayList<>(List.of("bash", "-c", "exec \"$@\" 3< \"$0\"", input.toString()));
        command.addAll(CommandResult.puceCommand("serve", "--ready-fd", "3", "--", "true"));
        CommandResult ran = CommandResult.command(Map.of(), command);
        assertThat(ran.err()).contains("file descriptor 3 is not open for output");
        assertThat(ran.status()).isEqualTo(125);
        assertThat(input).hasContent("precious");
    }

    @Test
    void serve_replaces_the_socket_of_a_killed_service() throws Exception {
        Path socket = folder.resolve("pcscd.comm");
        for (int i = 0; i < 2; i++) {
            try (var serve =
                    RunningProgram.start(Map.of(), CommandResult.puceCommand("serve", "--listen", socket.toString()))) {
                serve.await("export PCSCLITE_CSOCK_NAME=" + socket, 0);
            }
            assertThat(socket).exists();
        }
    }

    @Test
    void card_reports_that_another_program_has_changed_its_file() throws Exception {
        Path socket = folder.resolve("pcscd.comm");
        Path file = folder.resolve("card.json");
        try (var serve = RunningProgram.start(
                Map.of(),
                CommandResult.puceCommand("serve", "--listen", socket.toString(), "--card", "openpgp:" + file))) {
            serve.await("export PCSCLITE_CSOCK_NAME=" + socket, 0);
            Files.writeString(file, "another card");
            String wrongPin = "00200082" + "06" + "313131313131";
            CommandResult ran = CommandResult.puce(
                    Map.of("PCSCLITE_CSOCK_NAME", socket.toString()), "send", "00A4040006D27600012401", wrongPin);
            assertThat(ran.out()).as(ran.err()).contains("65 81");
            serve.await("puce: cannot store the card's memory in " + file, 0);
            serve.terminate();
            assertThat(serve.awaitEnd()).as(serve.output()).isZero();
        }
        assertThat(file).hasContent("another card");
    }

    @Test
    void demo_shows_a_conversation_without_the_pin() throws IOException {
        CommandResult ran = CommandResult.puce(Map.of(), "demo");
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("● Connect shared → T=1", "VERIFY")
                .contains("The card said \"Hello from puce\", and with the PIN")
                .contains("calls of 1 process")
                .contains("Try next")
                .doesNotContain("31 32 33 34");
    }

    @Test
    void serve_reports_a_missing_command() throws IOException {
        CommandResult ran = CommandResult.puce(Map.of(), "serve", "--", "no-such-program-anywhere");
        assertThat(ran.status()).isEqualTo(127);
        assertThat(ran.err()).contains("no-such-program-anywhere");
        assertThat(CommandResult.puce(Map.of(), "serve", "--card", "nonsense", "--", "true")
                        .err())
                .contains("there is no card \"nonsense\"");
    }

    @Test
    void help_names_the_options() throws IOException {
        assertThat(CommandResult.command(Map.of(), CommandResult.puceCommand("serve", "--help"))
                        .out())
                .contains(List.of("--listen", "--reader", "--card", "--pin-pad", "--max-clients"));
    }
}
