package dev.puce.spy.login;

import dev.puce.posix.Signal;
import dev.puce.posix.SystemCallException;
import dev.puce.posix.ThreadIdentity;
import dev.puce.posix.UnixSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// The main class of a helper process. It reads requests from standard input, connects, and writes the
/// descriptor of each connection to standard output, so that puce can take it. It ends when puce ends, or when
/// its login session is ended (TERM).
///
/// To the daemon and to polkit, this process is the peer of the connection for as long as the connection lasts.
final class SessionHelperMain {
    /// Starts the answer to a successful request. The descriptor follows.
    static final String CONNECTED = "connected ";

    /// Starts the answer to a failed request. The error number and the failed operation follow.
    static final String FAILED = "failed ";

    private SessionHelperMain() {}

    /// Runs until standard input ends.
    public static void main(String[] arguments) throws IOException {
        // puce handles Ctrl-C and the end of the terminal. It may need the helper for some time afterwards.
        Signal.INT.handle(() -> {});
        Signal.HUP.handle(() -> {});
        var requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = requests.readLine(); line != null; line = requests.readLine()) {
            connect(ConnectRequest.parse(line), requests, System.out);
        }
    }

    private static void connect(ConnectRequest request, BufferedReader requests, PrintStream answers)
            throws IOException {
        var puce = ProcessHandle.current().parent();
        try (var socket = ThreadIdentity.as(
                request.client(),
                () -> UnixSocket.connect(
                        request.socket(), () -> ProcessHandle.current().parent().equals(puce)))) {
            answers.println(CONNECTED + socket.descriptor());
            requests.readLine(); // puce has taken it; a second descriptor here would hide the end of the connection
        } catch (SystemCallException failed) {
            answers.println(FAILED + failed.errno() + " " + failed.attempted());
        }
    }
}
