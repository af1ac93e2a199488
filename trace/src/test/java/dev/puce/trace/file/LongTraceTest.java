package dev.puce.trace.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.decode.CardSession;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.TracedCall;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonFactory;

/// Memory does not grow with a trace: [LongTrace] has far less than the calls would take, in a process of its own.
final class LongTraceTest {
    @Test
    void every_view_gets_by_with_a_little_memory() throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx24m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath(),
                        LongTrace.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(said).isEqualTo("all views shown\n");
        } finally {
            process.destroyForcibly();
        }
    }

    private static String classPath() {
        return Stream.of(
                        LongTrace.class,
                        TraceFile.class,
                        CardSession.class,
                        TracedCall.class,
                        Bytes.class,
                        JsonFactory.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(location -> Path.of(URI.create(location.toString())).toString())
                .distinct()
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }
}
