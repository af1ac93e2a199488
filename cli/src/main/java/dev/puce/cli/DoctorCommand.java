package dev.puce.cli;

import dev.puce.cards.Reader;
import dev.puce.cards.Readers;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.ReturnCode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `puce doctor`: whether PC/SC works here, and if not, what to do.
@Command(
        name = "doctor",
        description = "Check whether PC/SC works on this machine, and say what to do if it does not.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private static final List<String> CHOICES = List.of("native", "socket");
    private static final Path USUAL_SOCKET = Path.of("/run/pcscd/pcscd.comm");
    private static final String POLKIT_RULE = """
            polkit keeps this user away from the readers: it lets in only who sits at the machine, and not for example ssh
                sessions and services. As root, write to /etc/polkit-1/rules.d/50-pcsc.rules, with the user's name:
                polkit.addRule(function(action, subject) {
                    if ((action.id == "org.debian.pcsc-lite.access_pcsc" || action.id == "org.debian.pcsc-lite.access_card") &&
                        subject.user == "NAME") return polkit.Result.YES;
                });""";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private int working;

    @Override
    public Integer call() {
        println("Java " + Runtime.version() + " on " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch"));
        Optional.ofNullable(System.getenv("PCSCLITE_CSOCK_NAME"))
                .ifPresent(socket -> println("PCSCLITE_CSOCK_NAME is " + socket));
        for (String choice : CHOICES) {
            examine(choice);
        }
        return working > 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void examine(String choice) {
        try (Pcsc pcsc = Pcsc.open(choice);
                Readers readers = Readers.over(pcsc)) {
            println(choice + ": " + pcsc.description());
            List<Reader> all = readers.list();
            working++;
            all.forEach(reader -> println("  ok: " + reader + ", " + (reader.isCardPresent() ? "card" : "empty")));
            if (all.isEmpty()) {
                println("  works, but there is no reader. Is one plugged in, and its driver installed (libccid)?");
            }
        } catch (PcscException e) {
            println("  " + e.getMessage());
            advise(e.code());
        } catch (RuntimeException e) {
            println(choice + ": " + e.getMessage());
        }
    }

    private void advise(ReturnCode code) {
        boolean denied = code.equals(ReturnCode.SECURITY_VIOLATION) || code.equals(ReturnCode.COMM_ERROR);
        boolean listening = Files.exists(USUAL_SOCKET);
        if (denied && listening) {
            println("  " + POLKIT_RULE);
        } else if (code.equals(ReturnCode.NO_SERVICE) && !listening && Files.isDirectory(Path.of("/run"))) {
            println("  " + USUAL_SOCKET + " is not there: pcscd does not run. apt-get install pcscd, then"
                    + " systemctl enable --now pcscd.socket. In a container, mount the host's /run/pcscd.");
        }
    }

    private void println(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
