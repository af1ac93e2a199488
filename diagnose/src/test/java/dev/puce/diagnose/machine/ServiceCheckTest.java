package dev.puce.diagnose.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.diagnose.machine.DoctorStep.Subject;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import dev.puce.service.PcscService;
import dev.puce.service.UserServiceSocket;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Each fault of a socket, made for real.
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class ServiceCheckTest {
    private static final int HEADER = 8; // of a request: size and command
    private static final int VERSION_BODY = 12; // major, minor, return code

    @TempDir
    private Path folder;

    private Path socket() {
        return folder.resolve("pcscd.comm");
    }

    private List<DoctorStep> check(SocketChoice.Origin origin, Map<String, String> environment) {
        return check(origin, environment, Duration.ofSeconds(20));
    }

    private List<DoctorStep> check(SocketChoice.Origin origin, Map<String, String> environment, Duration limit) {
        var steps = new ArrayList<DoctorStep>();
        new ServiceCheck(new SocketChoice(socket(), origin), environment, limit).run(steps::add);
        return steps;
    }

    private DoctorStep last() {
        return check(SocketChoice.Origin.VARIABLE, Map.of()).getLast();
    }

    private static void assertProblem(DoctorStep step, Subject subject, String text, String remedy) {
        assertThat(step.isProblem()).isTrue();
        assertThat(step.subject()).isEqualTo(subject);
        assertThat(step.text()).contains(text);
        assertThat(step.remedy().orElseThrow()).contains(remedy);
    }

    private ServerSocketChannel listen() throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket()));
    }

    @Test
    void missing_socket_has_the_remedy_for_the_place_that_names_it() {
        assertProblem(last(), Subject.PATH, socket() + " does not exist", "Unset PCSCLITE_CSOCK_NAME");
        assertProblem(
                check(SocketChoice.Origin.OPTION, Map.of()).getLast(), Subject.PATH, "does not exist", "--socket");
        assertProblem(check(SocketChoice.Origin.USUAL, Map.of()).getLast(), Subject.PATH, "does not exist", "pcscd");
    }

    @Test
    void regular_file_and_folder_are_not_sockets() throws IOException {
        Files.writeString(socket(), "text");
        assertProblem(last(), Subject.SOCKET, "is a regular file, not a socket", "Name the socket");
        Files.delete(socket());
        Files.createDirectory(socket());
        assertProblem(last(), Subject.SOCKET, "is a folder, not a socket", "Name the socket");
    }

    @Test
    void stale_socket_has_no_listener() throws IOException {
        listen().close();
        assertProblem(last(), Subject.ACCESS, "no process listens (ECONNREFUSED)", "again");
    }

    @Test
    void silent_listener_is_a_problem_after_the_limit() throws IOException {
        try (var _ = listen()) {
            var steps = check(SocketChoice.Origin.VARIABLE, Map.of(), Duration.ofSeconds(1));
            assertProblem(steps.getLast(), Subject.PROTOCOL, "no answer within 1 s", "does not answer");
        }
    }

    @Test
    void listener_that_closes_the_connection_refuses_the_user() throws Exception {
        try (var listener = listen()) {
            Thread.ofPlatform().daemon().start(() -> answerAll(listener, Optional.empty()));
            assertThat(last().subject()).isEqualTo(Subject.PROTOCOL);
            assertThat(last().text()).isEqualTo("the daemon closes the connection without an answer");
        }
    }

    @Test
    void daemon_of_another_version_is_a_problem() throws Exception {
        try (var listener = listen()) {
            Thread.ofPlatform().daemon().start(() -> answerAll(listener, Optional.of(new int[] {5, 1})));
            assertProblem(last(), Subject.PROTOCOL, "speaks version 5.1", "of the same release");
        }
    }

    /// Answers VERSION, or closes the connection at once.
    private static void answerAll(ServerSocketChannel listener, Optional<int[]> version) {
        try {
            while (true) {
                try (SocketChannel client = listener.accept()) {
                    var request = ByteBuffer.allocate(HEADER + VERSION_BODY);
                    while (version.isPresent() && request.hasRemaining() && client.read(request) >= 0) {
                        // until the request is complete
                    }
                    if (version.isPresent() && !request.hasRemaining()) {
                        client.write(ByteBuffer.allocate(VERSION_BODY)
                                .order(ByteOrder.nativeOrder())
                                .putInt(version.get()[0])
                                .putInt(version.get()[1])
                                .putInt(ReturnCode.SERVICE_STOPPED.value())
                                .flip());
                    }
                }
            }
        } catch (IOException closed) {
            // the test has ended
        }
    }

    @Test
    void answering_service_passes_every_step() throws IOException {
        try (var service = PcscService.start()) {
            var steps = new ArrayList<DoctorStep>();
            var choice = new SocketChoice(service.socket(), SocketChoice.Origin.OPTION);
            assertThat(new ServiceCheck(choice, Map.of()).run(steps::add)).isTrue();
            assertThat(steps)
                    .extracting(DoctorStep::subject)
                    .containsExactly(
                            Subject.VARIABLE,
                            Subject.PATH,
                            Subject.SOCKET,
                            Subject.ACCESS,
                            Subject.PROCESS,
                            Subject.PROTOCOL);
            assertThat(steps.get(4).text())
                    .contains("pid " + ProcessHandle.current().pid());
            assertThat(ServiceCheck.cause(choice)).isEmpty();
        }
    }

    @Test
    void running_service_of_the_user_is_mentioned() throws IOException {
        Path runtime = Files.createDirectory(folder.resolve("runtime"));
        var environment = Map.of("XDG_RUNTIME_DIR", runtime.toString());
        assertThat(check(SocketChoice.Origin.USUAL, environment)
                        .getLast()
                        .remedy()
                        .orElseThrow())
                .doesNotContain("puce serve");
        Path users = UserServiceSocket.create(environment);
        try (var _ = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(users))) {
            assertThat(check(SocketChoice.Origin.USUAL, environment)
                            .getLast()
                            .remedy()
                            .orElseThrow())
                    .contains("your running `puce serve`: --socket " + users);
        }
    }

    @Test
    void failure_of_a_command_has_the_cause_in_place_of_the_general_advice() {
        var failure = new PcscException(new Call.EstablishContext(Scope.SYSTEM), ReturnCode.NO_SERVICE, Result.NONE);
        var socket = new SocketChoice(socket(), SocketChoice.Origin.VARIABLE);
        assertThat(new FailureAdvice(socket).message(failure))
                .contains("SCARD_E_NO_SERVICE", socket() + " does not exist", "Unset PCSCLITE_CSOCK_NAME")
                .doesNotContain("systemctl start pcscd.socket");
        assertThat(new FailureAdvice(socket).cause(ReturnCode.NO_SMARTCARD)).isEmpty();
    }
}
