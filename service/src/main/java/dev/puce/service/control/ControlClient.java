package dev.puce.service.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Sends requests to a running service.
public final class ControlClient {
    private ControlClient() {}

    /// Sends a request and waits for the response.
    ///
    /// @param serviceSocket path of the service's socket for PC/SC clients
    /// @throws IOException if no service listens there, or its response is invalid
    public static ControlAnswer ask(Path serviceSocket, ControlRequest request) throws IOException {
        Path path = ControlSocket.pathFor(serviceSocket);
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
                var lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
            channel.write(StandardCharsets.UTF_8.encode(ControlJson.write(request) + "\n"));
            String line = lines.readLine();
            if (line == null) {
                throw new IOException("the service at " + serviceSocket + " closed the connection without a response");
            }
            return ControlJson.readAnswer(line);
        } catch (IllegalArgumentException e) {
            throw new IOException("invalid response from the service at " + serviceSocket + ": " + e.getMessage(), e);
        }
    }
}
