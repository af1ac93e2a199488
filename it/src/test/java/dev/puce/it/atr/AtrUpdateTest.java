package dev.puce.it.atr;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.puce.it.CommandResult;
import dev.puce.testkit.ClosedPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `puce atr update` with a test server. It replaces an existing list by a complete new one, or not at all.
@Timeout(90)
class AtrUpdateTest {
    private static final String OLD = "3B 00\n\tan old card\n\n";
    private static final String NEW = "# a comment\n\n3B 00\n\ta new card\n\n3B 02 14 5.\n\tanother one\n\n";

    @TempDir
    private Path folder;

    private Path cache;
    private Path stored;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        cache = folder.resolve("cache");
        stored = cache.resolve("puce/smartcard_list.txt");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/list.txt", exchange -> answer(exchange, 200, NEW, NEW.length()));
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/list.txt");
            answer(exchange, 301, "", -1);
        });
        server.createContext("/gone", exchange -> answer(exchange, 404, NEW, NEW.length()));
        String page = "<!DOCTYPE html>\n<html>\n<body>\nPlease log in. 3B 00\n</body>\n</html>\n";
        server.createContext("/page", exchange -> answer(exchange, 200, page, page.length()));
        server.createContext("/cut", exchange -> answer(exchange, 200, NEW, NEW.length() + 100));
        String half = NEW.substring(0, NEW.length() - 8);
        server.createContext("/half", exchange -> answer(exchange, 200, half, half.length()));
        String large = "x".repeat((16 << 20) + 1);
        server.createContext("/large", exchange -> answer(exchange, 200, large, 0));
        server.createContext("/stalled", AtrUpdateTest::stopInTheMiddle);
        server.start();
    }

    /// Keeps the connection open without sending more.
    private static void stopInTheMiddle(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, NEW.length());
        exchange.getResponseBody().write(NEW.getBytes(StandardCharsets.UTF_8), 0, 10);
        exchange.getResponseBody().flush();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /// Announces `length` bytes; -1 announces no length.
    private static void answer(HttpExchange exchange, int status, String content, int length) throws IOException {
        exchange.sendResponseHeaders(status, length);
        if (length >= 0) {
            exchange.getResponseBody().write(content.getBytes(StandardCharsets.UTF_8));
        }
        exchange.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private CommandResult update(String... source) throws IOException {
        var arguments = new ArrayList<>(List.of("atr", "update"));
        arguments.addAll(List.of(source));
        return CommandResult.puce(Map.of("XDG_CACHE_HOME", cache.toString()), arguments.toArray(String[]::new));
    }

    private void storeOldList() throws IOException {
        Files.createDirectories(stored.getParent());
        Files.writeString(stored, OLD);
    }

    @Test
    void update_stores_a_list_for_later_use() throws IOException {
        CommandResult update = update(url("/moved"));

        assertThat(update.status()).as(update.err()).isZero();
        assertThat(update.out()).isEqualTo("2 entries stored in " + stored + "\n");
        assertThat(stored).hasContent(NEW);
        CommandResult atr = CommandResult.puce(Map.of("XDG_CACHE_HOME", cache.toString()), "atr", "3B021450");
        assertThat(atr.out()).contains("another one");
        assertThat(update().out()).contains(stored + "   (exists)").contains("puce atr update https://");
    }

    @Test
    void path_and_file_url_replace_the_list() throws IOException {
        storeOldList();
        Path file = Files.writeString(folder.resolve("a list.txt"), NEW);
        assertThat(update(file.toString()).status()).isZero();
        assertThat(stored).hasContent(NEW);
        storeOldList();
        assertThat(update(file.toUri().toString()).status()).isZero();
        assertThat(stored).hasContent(NEW);
        assertThat(stored.getParent()).isDirectoryNotContaining(path -> !path.equals(stored));
    }

    @Test
    void update_keeps_the_old_list_if_the_new_one_is_incomplete() throws IOException {
        storeOldList();
        for (String path : List.of("/gone", "/page", "/cut", "/half")) {
            CommandResult update = update(url(path));
            assertThat(update.status()).as(path).isEqualTo(1);
            assertThat(update.out()).isEmpty();
            assertThat(update.err())
                    .contains(url(path), stored + " is unchanged")
                    .doesNotContain("bug");
            assertThat(stored).as(path).hasContent(OLD);
        }
        assertThat(stored.getParent()).isDirectoryNotContaining(path -> !path.equals(stored));
    }

    @Test
    void update_gives_up_on_a_stalled_server() throws IOException {
        storeOldList();
        CommandResult update = update("--timeout", "1", url("/stalled"));
        assertThat(update.status()).isEqualTo(1);
        assertThat(update.err()).contains("not complete after 1 s", stored + " is unchanged");
        assertThat(stored).hasContent(OLD);
    }

    @Test
    void update_stops_a_download_of_more_than_16_megabytes() throws IOException {
        storeOldList();
        CommandResult update = update(url("/large"));
        assertThat(update.status()).isEqualTo(1);
        assertThat(update.err()).contains("Cannot download " + url("/large"), "16777216", stored + " is unchanged");
        assertThat(stored).hasContent(OLD);
    }

    @Test
    void update_reports_unreachable_sources() throws IOException {
        assertThat(update(url("/gone")).err()).contains("the server answered 404", "nothing was stored");
        try (var port = new ClosedPort()) {
            String closed = "http://127.0.0.1:" + port.address().getPort() + "/list.txt";
            assertThat(update(closed).err()).contains("ConnectException", "name the file");
        }
        assertThat(update("nothing.txt").err()).contains("nothing.txt: no such file");
        assertThat(update("http://with space/").err()).contains("is not a URL");
        assertThat(stored).doesNotExist();
    }

    @Test
    void update_reports_an_unwritable_folder() throws IOException {
        Files.writeString(cache, "a file where a folder should be");
        CommandResult update = update(url("/list.txt"));
        assertThat(update.status()).isEqualTo(1);
        assertThat(update.err())
                .contains("Cannot write " + stored, "XDG_CACHE_HOME")
                .doesNotContain("bug");
    }
}
