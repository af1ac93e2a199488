package dev.puce.system.keycards;

import dev.puce.iso7816.Bytes;
import dev.puce.service.card.keys.CardKey;
import dev.puce.service.card.keys.CardRandom;
import dev.puce.service.card.keys.KeyAlgorithm;
import dev.puce.service.card.keys.SelfMadeCertificate;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// A TLS server on this machine that asks for a client certificate, and accepts any. TLS proves that the client
/// has the private key.
final class ClientCertificateServer implements AutoCloseable {
    /// Accepts every certificate. The test checks only the possession of the key.
    private static final class AnyClient implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private final CompletableFuture<String> client = new CompletableFuture<>();
    private final SSLServerSocket socket;

    ClientCertificateServer() throws IOException, GeneralSecurityException {
        var random = CardRandom.fresh();
        CardKey key = KeyAlgorithm.P256.generate(random);
        Bytes encoded = SelfMadeCertificate.selfSigned("localhost", key).encode(random);
        var certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(encoded.toArray()));
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", key.privateKey(), new char[0], new Certificate[] {certificate});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {new AnyClient()}, random);
        socket = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        socket.setNeedClientAuth(true);
        Thread.ofVirtual().start(this::awaitClient);
    }

    int port() {
        return socket.getLocalPort();
    }

    /// Subject of the certificate of the client that has proved to have the key.
    CompletableFuture<String> client() {
        return client;
    }

    /// Answers until a client has proved to have the key. A browser ends its first connection when it is asked for a
    /// certificate, and connects again with one.
    private void awaitClient() {
        while (!client.isDone()) {
            try (var connection = (SSLSocket) socket.accept()) {
                connection.startHandshake();
                String name = connection.getSession().getPeerPrincipal().getName();
                client.complete(name); // a client that only wants the handshake may be gone now
                readRequest(connection);
                String page = "Welcome, " + name;
                connection
                        .getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s"
                                .formatted(page.length(), page)
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException failed) {
                if (socket.isClosed()) {
                    client.completeExceptionally(failed);
                }
            }
        }
    }

    /// Reads up to the empty line. A connection that is closed with unread bytes is reset, and the client may lose
    /// the answer.
    private static void readRequest(SSLSocket connection) throws IOException {
        var request = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
        for (String line = request.readLine(); line != null && !line.isEmpty(); ) {
            line = request.readLine();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
