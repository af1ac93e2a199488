package dev.puce.diagnose.machine;

import static dev.puce.diagnose.machine.DoctorStep.note;
import static dev.puce.diagnose.machine.DoctorStep.ok;

import dev.puce.diagnose.machine.DoctorStep.Subject;
import dev.puce.posix.ProcessFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Finds daemons and programs that compete for readers or cards.
final class Competitors {
    private Competitors() {}

    static DoctorStep check() {
        var found = new ArrayList<String>();
        var daemons = named("pcscd");
        if (daemons.size() > 1) {
            found.add("more than one pcscd: " + text(daemons)
                    + ". Each takes the USB readers that it finds first; keep one");
        } else if (daemons.stream().anyMatch(daemon -> daemon.container().isPresent())) {
            found.add(text(daemons) + " runs in a container: this system's programs see its readers only through its"
                    + " socket");
        }
        var gpg = named("scdaemon");
        if (!gpg.isEmpty()) {
            found.add(text(gpg) + " of GnuPG runs: it connects exclusively unless ~/.gnupg/scdaemon.conf has"
                    + " pcsc-shared");
        }
        var openct = named("openct");
        if (!openct.isEmpty()) {
            found.add(text(openct) + " runs: OpenCT takes USB readers from pcscd");
        }
        return found.isEmpty()
                ? ok(Subject.OTHERS, "no second daemon, no scdaemon")
                : note(Subject.OTHERS, String.join("; ", found));
    }

    private static List<NamedProcess> named(String name) {
        return ProcessFiles.all()
                .filter(pid -> ProcessFiles.of(pid).ownName().equals(name))
                .mapToObj(NamedProcess::of)
                .toList();
    }

    private static String text(List<NamedProcess> programs) {
        return programs.stream().map(NamedProcess::toString).collect(Collectors.joining(", "));
    }
}
