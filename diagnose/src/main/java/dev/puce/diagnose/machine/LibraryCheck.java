package dev.puce.diagnose.machine;

import static dev.puce.diagnose.machine.DoctorStep.note;
import static dev.puce.diagnose.machine.DoctorStep.ok;
import static dev.puce.diagnose.machine.DoctorStep.problem;

import dev.puce.diagnose.machine.DoctorStep.Subject;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.PcscException;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;

/// Checks whether the native library exists and the daemon accepts it.
final class LibraryCheck {
    private LibraryCheck() {}

    static DoctorStep check() {
        try (Pcsc pcsc = Pcsc.open("native")) {
            long context = pcsc.establishContext(Scope.SYSTEM);
            pcsc.releaseContext(context);
            return ok(Subject.LIBRARY, pcsc.description() + ", accepted by the service");
        } catch (PcscException e) {
            return refused(e.code());
        } catch (RuntimeException missing) {
            return note(Subject.LIBRARY, "puce uses the socket instead: " + missing.getMessage());
        }
    }

    private static DoctorStep refused(ReturnCode code) {
        if (code.equals(ReturnCode.SERVICE_STOPPED)) {
            return problem(
                    Subject.LIBRARY,
                    "libpcsclite speaks another version of the protocol than the daemon: " + code,
                    "Use pcscd and libpcsclite of the same release, also in containers, snaps and Flatpaks.");
        }
        return problem(
                Subject.LIBRARY,
                "the service does not accept the library: " + code,
                code.advice().map(advice -> advice + ".").orElse("Look at the log of the service."));
    }
}
