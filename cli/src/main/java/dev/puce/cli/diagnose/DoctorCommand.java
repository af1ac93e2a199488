package dev.puce.cli.diagnose;

import dev.puce.cli.help.Guide;
import dev.puce.diagnose.BackendCheck;
import dev.puce.diagnose.Doctor;
import dev.puce.iso7816.Printable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `puce doctor`: checks whether PC/SC works here.
@Command(name = "doctor", description = "Check whether PC/SC works on this machine, and say what to do if it does not.")
@Guide(
        usage = "puce doctor [OPTIONS]",
        exitStatuses = {"0 | PC/SC works", "1 | it does not", "2 | wrong usage"},
        environment = "PCSCLITE_CSOCK_NAME | socket of the daemon",
        files = "/run/pcscd/pcscd.comm | socket of pcscd",
        seeAlso = {"puce scan", "puce test"})
public final class DoctorCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--json", description = "One JSON object with all results.")
    private boolean json;

    @Override
    public Integer call() {
        List<BackendCheck> diagnoses = Doctor.examine();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(BackendCheckJson.of(diagnoses, socketName()));
        } else {
            show(out, diagnoses);
        }
        out.flush();
        return diagnoses.stream().anyMatch(BackendCheck::works)
                ? CommandLine.ExitCode.OK
                : CommandLine.ExitCode.SOFTWARE;
    }

    /// Prints the results.
    public static void show(PrintWriter out, List<BackendCheck> diagnoses) {
        out.println("Java " + Runtime.version() + " on " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch"));
        socketName().ifPresent(socket -> out.println("PCSCLITE_CSOCK_NAME is " + socket));
        for (BackendCheck diagnosis : diagnoses) {
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
