package dev.puce.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.backend.socket.SocketPcsc;
import dev.puce.it.CommandResult;
import dev.puce.it.RunningProgram;
import dev.puce.pcsc.Scope;
import dev.puce.service.PcscService;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `puce spy` as a job of a shell on a real pseudo-terminal. Ctrl-Z must not stop it, because a stopped relay
/// would block programs.
@Timeout(60)
class SpyTerminalTest {
    private static final String CTRL_Z = "\u001a";
    private static final String CTRL_C = "\u0003";
    private static final String IGNORED = "puce: Ctrl-Z is ignored";

    @Test
    void command_and_puce_continue_after_ctrl_z() throws Exception {
        var script = "echo ready; while read line; do echo \"got <$line>\"; [ \"$line\" = end ] && exit 5; done";
        try (var terminal = terminal("spy", "--virtual", "-q", "--summary", "--", "sh", "-c", script)) {
            terminal.await("ready", 0);
            terminal.say(CTRL_Z);
            terminal.await(IGNORED, 0);
            terminal.say("end");
            terminal.await("got <end>", 0);
            terminal.await("status=5", 0);
        }
    }

    @Test
    void relay_serves_programs_after_ctrl_z(@TempDir Path folder) throws Exception {
        var relay = folder.resolve("relay");
        try (var service = PcscService.start();
                var terminal =
                        terminal("spy", "--daemon-socket", service.socket().toString(), "--listen", relay.toString())) {
            terminal.await("puce: Listening", 0);
            terminal.say(CTRL_Z);
            terminal.await(IGNORED, 0);
            try (var pcsc = SocketPcsc.open(relay)) {
                assertThat(pcsc.establishContext(Scope.SYSTEM)).isNotZero();
            }
            terminal.say(CTRL_C);
            terminal.await("status=0", 0);
        }
    }

    /// A puce that a shell with job control has started in the foreground of a terminal.
    private static RunningProgram terminal(String... arguments) throws Exception {
        RealParts.command("script", "bsdutils");
        RealParts.command("bash", "bash");
        var puce = CommandResult.puceCommand(arguments).stream()
                .map(SpyTerminalTest::quoted)
                .collect(Collectors.joining(" "));
        var job = "set -m; " + puce + "; echo status=$?";
        return RunningProgram.start(Map.of(), List.of("script", "-qec", "exec bash -c " + quoted(job), "/dev/null"));
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
