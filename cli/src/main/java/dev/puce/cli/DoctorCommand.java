package dev.puce.cli;

import dev.puce.cards.Readers;
import dev.puce.iso7816.Printable;
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
import picocli.CommandLine.Option;

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

    private static final String NO_DAEMON =
            USUAL_SOCKET + " is not there: pcscd does not run. apt-get install pcscd, then"
                    + " systemctl enable --now pcscd.socket. In a container, mount the host's /run/pcscd.";
    private static final String NO_READER =
            "works, but there is no reader. Is one plugged in, and its driver installed (libccid)?";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--json", description = "One JSON object with everything that was found.")
    private boolean json;

    @Override
    public Integer call() {
        List<Diagnosis> diagnoses = CHOICES.stream().map(DoctorCommand::examine).toList();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(DiagnosisJson.of(diagnoses, socketName()));
        } else {
            show(out, diagnoses);
        }
        out.flush();
        return diagnoses.stream().anyMatch(Diagnosis::works) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static Diagnosis examine(String choice) {
        try (Pcsc pcsc = Pcsc.open(choice)) {
            return examine(choice, pcsc);
        } catch (RuntimeException e) {
            return Diagnosis.failed(choice, Optional.empty(), e.getMessage(), Optional.empty());
        }
    }

    private static Diagnosis examine(String choice, Pcsc pcsc) {
        var description = Optional.of(pcsc.description());
        try (Readers readers = Readers.over(pcsc)) {
            var found = readers.list().stream()
                    .map(reader -> new Diagnosis.FoundReader(reader.name(), reader.isCardPresent()))
                    .toList();
            return new Diagnosis(
                    choice,
                    description,
                    found,
                    Optional.empty(),
                    found.isEmpty() ? Optional.of(NO_READER) : Optional.empty());
        } catch (PcscException e) {
            return Diagnosis.failed(choice, description, e.getMessage(), advice(e.code()));
        }
    }

    /// What to do about a code with which the service itself is to blame.
    static Optional<String> advice(ReturnCode code) {
        boolean denied = code.equals(ReturnCode.SECURITY_VIOLATION) || code.equals(ReturnCode.COMM_ERROR);
        boolean listening = Files.exists(USUAL_SOCKET);
        if (denied && listening) {
            return Optional.of(POLKIT_RULE);
        }
        boolean notRunning = code.equals(ReturnCode.NO_SERVICE) && !listening && Files.isDirectory(Path.of("/run"));
        return notRunning ? Optional.of(NO_DAEMON) : Optional.empty();
    }

    static void show(PrintWriter out, List<Diagnosis> diagnoses) {
        out.println("Java " + Runtime.version() + " on " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch"));
        socketName().ifPresent(socket -> out.println("PCSCLITE_CSOCK_NAME is " + socket));
        for (Diagnosis diagnosis : diagnoses) {
            out.println(diagnosis.backend() + ": "
                    + Printable.of(
                            diagnosis.description().or(diagnosis::failure).orElse("")));
            diagnosis.readers().forEach(reader -> out.println("  ok: " + Printable.of(reader.toString())));
            if (diagnosis.description().isPresent()) {
                diagnosis.failure().ifPresent(failure -> out.println("  " + Printable.of(failure)));
            }
            diagnosis.advice().ifPresent(advice -> out.println("  " + advice));
        }
    }

    private static Optional<String> socketName() {
        return Optional.ofNullable(System.getenv("PCSCLITE_CSOCK_NAME"));
    }
}
