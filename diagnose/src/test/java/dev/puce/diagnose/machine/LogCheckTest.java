package dev.puce.diagnose.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.diagnose.machine.DoctorStep.Outcome;
import dev.puce.diagnose.machine.DoctorStep.Subject;
import dev.puce.diagnose.macos.MacosTools;
import dev.puce.service.PcscService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The check of macOS's log, with scripts in place of the programs of macOS.
@Timeout(60)
class LogCheckTest {
    @TempDir
    private Path folder;

    private MacosTools tools(String defaults) throws IOException {
        script("log", "exit 0");
        script("defaults", defaults);
        return MacosTools.in(folder);
    }

    private void script(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void armed_logging_is_ok() throws IOException {
        assertThat(LogCheck.check(tools("echo 1")).outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void logging_that_is_not_armed_is_a_note_with_the_command() throws IOException {
        var step = LogCheck.check(tools("echo 'does not exist' >&2; exit 1"));
        assertThat(step.outcome()).isEqualTo(Outcome.NOTE);
        assertThat(step.text()).contains("sudo defaults write /Library/Preferences/com.apple.security.smartcard");
    }

    @Test
    void unreadable_setting_and_missing_program_are_notes() throws IOException {
        var tools = tools("exit 0");
        Files.delete(tools.defaults());
        assertThat(LogCheck.check(tools).text()).startsWith("cannot find out");
        Files.delete(tools.log());
        assertThat(LogCheck.check(tools).text()).startsWith(tools.log() + " is missing");
    }

    @Test
    void doctor_has_the_step_only_with_the_programs_of_macos() throws IOException {
        assertThat(subjects(Optional.of(tools("echo 1")))).contains(Subject.LOG);
        assertThat(subjects(Optional.empty())).isNotEmpty().doesNotContain(Subject.LOG);
    }

    private static List<Subject> subjects(Optional<MacosTools> macos) throws IOException {
        try (var service = PcscService.start()) {
            var steps = new ArrayList<DoctorStep>();
            Doctor.examine(SocketChoice.of(Optional.of(service.socket())), macos, steps::add);
            return steps.stream().map(DoctorStep::subject).toList();
        }
    }
}
