package dev.puce.service.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Asks a running service to do something.
public final class ControlClient {
    private ControlClient() {}

    /// Asks, and waits for the answer.
    ///
    /// @param serviceSocket where the service's own clients connect
    /// @throws IOException if there is no such service, or it does not say anything sensible
    public static ControlAnswer ask(Path serviceSocket, ControlRequest request) throws IOException {
        Path path = ControlSocket.pathFor(serviceSocket);
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
                var lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
            channel.write(StandardCharsets.UTF_8.encode(ControlJson.write(request) + "\n"));
            String line = lines.readLine();
            if (line == null) {
                throw new IOException("the service at " + serviceSocket + " closes the connection without an answer");
            }
            return ControlJson.readAnswer(line);
        } catch (IllegalArgumentException e) {
            throw new IOException("cannot understand the service at " + serviceSocket + ": " + e.getMessage(), e);
        }
    }
}
