package dev.puce.diagnose.machine;

import static dev.puce.diagnose.machine.DoctorStep.note;
import static dev.puce.diagnose.machine.DoctorStep.ok;

import dev.puce.diagnose.machine.DoctorStep.Subject;
import dev.puce.diagnose.macos.ApduLogging;
import dev.puce.diagnose.macos.MacosTools;
import java.nio.file.Files;

/// Checks whether the unified log of macOS can show calls and APDUs, which `puce spy` needs there.
final class LogCheck {
    private LogCheck() {}

    static DoctorStep check(MacosTools tools) {
        if (!Files.isExecutable(tools.log())) {
            return note(Subject.LOG, tools.log() + " is missing, so puce spy cannot read the log");
        }
        return switch (ApduLogging.of(tools)) {
            case ARMED -> ok(Subject.LOG, "APDU logging is armed: the next reader that connects logs its APDUs");
            case NOT_ARMED ->
                note(
                        Subject.LOG,
                        "APDU logging is not armed. To see APDUs with puce spy, run " + ApduLogging.commandText()
                                + ", then connect the reader again");
            case UNKNOWN -> note(Subject.LOG, "cannot find out whether APDU logging is armed");
        };
    }
}
