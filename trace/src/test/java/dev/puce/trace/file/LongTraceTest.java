package dev.puce.trace.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.decode.CardSession;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.TracedCall;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonFactory;

/// Memory does not grow with a trace: [LongTrace] and [HostileLog] have far less than their input would take, in
/// processes of their own.
final class LongTraceTest {
    @Test
    void every_view_gets_by_with_a_little_memory() throws Exception {
        assertThat(run(LongTrace.class)).isEqualTo("all views shown\n");
    }

    /// `-Dpuce.hostile.mb=1000` reads a gigabyte in each format.
    @Test
    void every_format_reads_long_lines_and_junk_with_a_little_memory() throws Exception {
        assertThat(run(HostileLog.class, System.getProperty("puce.hostile.mb", "30")))
                .isEqualTo("all formats read\n");
    }

    private static String run(Class<?> program, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx24m",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                program.getName()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            return said;
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
