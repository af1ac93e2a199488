package dev.puce.diagnose.machine;

import static dev.puce.diagnose.machine.DoctorStep.ok;
import static dev.puce.diagnose.machine.DoctorStep.problem;

import dev.puce.diagnose.machine.DoctorStep.Subject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Compares the readers on USB with the readers of the daemon.
///
/// @param devices the kernel's folder of USB devices, see [UsbReader#DEVICES]
/// @param drivers pcscd's folder of drivers, see [ReaderDriver#FOLDER]
record UsbCheck(Path devices, Path drivers) {
    /// @param listed names of the daemon's readers
    DoctorStep check(List<String> listed) {
        var installed = ReaderDriver.list(drivers);
        var readers = UsbReader.list(devices, installed);
        if (readers.isEmpty()) {
            return ok(Subject.USB, "no smart-card reader on USB");
        }
        for (UsbReader reader : readers) {
            Optional<DoctorStep> problem = problemOf(reader, installed, listed);
            if (problem.isPresent()) {
                return problem.get();
            }
        }
        return ok(Subject.USB, readers.stream().map(UsbReader::toString).collect(Collectors.joining(", ")));
    }

    private static Optional<DoctorStep> problemOf(UsbReader reader, List<ReaderDriver> installed, List<String> listed) {
        var device = installed.stream()
                .flatMap(driver -> driver.device(reader).stream())
                .findFirst();
        if (isListed(reader, device, listed)) {
            return Optional.empty();
        }
        if (device.isEmpty()) {
            return Optional.of(problem(
                    Subject.USB,
                    "no driver supports the reader " + reader,
                    installed.isEmpty()
                            ? "Install the driver libccid (Debian: apt-get install libccid; Fedora: dnf install"
                                    + " pcsc-lite-ccid), then restart pcscd."
                            : "Install a newer libccid, or the driver of the manufacturer, then restart pcscd."));
        }
        return Optional.of(reader.user()
                .filter(user -> !user.name().equals("pcscd"))
                .map(user -> problem(
                        Subject.USB,
                        user + " uses the reader " + reader + " without pcscd",
                        user.name().equals("scdaemon")
                                ? "Write disable-ccid to ~/.gnupg/scdaemon.conf, then run: gpgconf --kill scdaemon"
                                : "End that program, then plug the reader in again."))
                .orElseGet(() -> problem(
                        Subject.USB,
                        "pcscd does not list the reader " + reader,
                        "Plug the reader in again. If that does not help, look at pcscd's log: journalctl -u pcscd.")));
    }

    private static boolean isListed(UsbReader reader, Optional<ReaderDriver.Device> device, List<String> listed) {
        String name = device.map(ReaderDriver.Device::name).orElse(reader.name());
        return listed.stream()
                .anyMatch(known ->
                        known.startsWith(name) || (!reader.name().isEmpty() && known.startsWith(reader.name())));
    }
}
