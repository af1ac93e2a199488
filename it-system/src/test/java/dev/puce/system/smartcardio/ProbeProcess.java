package dev.puce.system.smartcardio;

import dev.puce.system.smartcardio.ProviderComparisonTest.Action;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Runs [Probe] as a process, because providers keep state for the life of a JVM, and the native library reads its
/// environment once.
final class ProbeProcess {
    private static final String LIBRARY = "/usr/lib/x86_64-linux-gnu/libpcsclite.so.1";

    private ProbeProcess() {}

    /// Plays a scenario.
    ///
    /// @param provider `JDK`, `jnasmartcardio`, or puce's backend: `native`, `socket`
    /// @param actions  actions of the test, one for each time that the probe waits
    /// @return the last line that the probe printed
    static String run(String provider, Scenario scenario, Path socket, List<Action> actions) throws IOException {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dsun.security.smartcardio.library=" + LIBRARY,
                "-Ddev.puce.pcsc=" + (provider.equals("socket") ? "socket" : "native"),
                "-cp",
                System.getProperty("java.class.path"),
                Probe.class.getName(),
                provider,
                scenario.name()));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PCSCLITE_CSOCK_NAME", socket.toString());
        Process process = builder.start();
        try (var in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                var out = process.outputWriter(StandardCharsets.UTF_8)) {
            Iterator<Action> next = actions.iterator();
            String last = "no output";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                last = line;
                if (line.equals("ready") && next.hasNext()) {
                    next.next().perform();
                    out.write("go\n");
                    out.flush();
                }
            }
            return last;
        } finally {
            process.destroyForcibly();
        }
    }
}
