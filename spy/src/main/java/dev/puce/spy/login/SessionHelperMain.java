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

/// The deputy's own side: connects as it is told, on its standard input, and says on its standard output by
/// which descriptor puce can take the connection. Ends when puce does, or when its login session is ended
/// (TERM).
///
/// To the daemon and to polkit it is the process that has connected, for as long as the connection lasts.
final class SessionHelperMain {
    /// Begins the answer when a connection is there; its descriptor follows.
    static final String CONNECTED = "connected ";

    /// Begins the answer when there is none; the number of the error and what was attempted follow.
    static final String FAILED = "failed ";

    private SessionHelperMain() {}

    /// Runs until standard input ends.
    public static void main(String[] arguments) throws IOException {
        // Ctrl-C and the end of the terminal are puce's to deal with, which may have us go on for a while.
        Signal.INT.handle(() -> {});
        Signal.HUP.handle(() -> {});
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = orders.readLine(); line != null; line = orders.readLine()) {
            carryOut(ConnectRequest.parse(line), orders, System.out);
        }
    }

    private static void carryOut(ConnectRequest order, BufferedReader orders, PrintStream answers) throws IOException {
        var puce = ProcessHandle.current().parent();
        try (var socket = ThreadIdentity.as(
                order.client(),
                () -> UnixSocket.connect(
                        order.socket(), () -> ProcessHandle.current().parent().equals(puce)))) {
            answers.println(CONNECTED + socket.descriptor());
            orders.readLine(); // puce has taken it; while we held it, too, its end could not be seen
        } catch (SystemCallException failed) {
            answers.println(FAILED + failed.errno() + " " + failed.attempted());
        }
    }
}
