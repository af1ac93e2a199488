package dev.puce.diagnose.machine;

import static dev.puce.diagnose.machine.DoctorStep.ok;
import static dev.puce.diagnose.machine.DoctorStep.problem;
import static dev.puce.diagnose.machine.DoctorStep.skipped;

import dev.puce.cards.Reader;
import dev.puce.cards.Readers;
import dev.puce.diagnose.machine.DoctorStep.Subject;
import dev.puce.diagnose.macos.MacosTools;
import dev.puce.pcsc.PcscException;
import dev.puce.posix.OperatingSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Checks step by step whether PC/SC works on this machine: socket, daemon, library, readers, cards, the log of macOS,
/// other
/// programs.
/// Each step has a time limit.
public final class Doctor {
    private final SocketChoice choice;
    private final Optional<MacosTools> macos;
    private final Consumer<DoctorStep> listener;
    private final List<DoctorStep> steps = new ArrayList<>();

    private Doctor(SocketChoice choice, Optional<MacosTools> macos, Consumer<DoctorStep> listener) {
        this.choice = choice;
        this.macos = macos;
        this.listener = listener;
    }

    /// Examines this machine.
    ///
    /// @param choice   the daemon's socket
    /// @param listener receives each step as it ends
    public static DoctorReport examine(SocketChoice choice, Consumer<DoctorStep> listener) {
        boolean isMacos = OperatingSystem.current() == OperatingSystem.MACOS;
        return examine(choice, isMacos ? Optional.of(MacosTools.SYSTEM) : Optional.empty(), listener);
    }

    /// @param macos the programs of macOS, on macOS
    static DoctorReport examine(SocketChoice choice, Optional<MacosTools> macos, Consumer<DoctorStep> listener) {
        var doctor = new Doctor(choice, macos, listener);
        doctor.examine();
        return new DoctorReport(doctor.steps);
    }

    private void examine() {
        boolean isLinux = ServiceCheck.isPossible();
        boolean answers = !isLinux || new ServiceCheck(choice, System.getenv()).run(this::add);
        if (answers) {
            if (choice.origin() != SocketChoice.Origin.OPTION) {
                add(ServiceCheck.limited(Subject.LIBRARY, LibraryCheck::check));
            }
            examineReaders(isLinux);
        } else {
            add(skipped(Subject.READERS, "the service does not answer"));
        }
        macos.map(LogCheck::check).ifPresent(this::add);
        if (isLinux) {
            add(ServiceCheck.limited(Subject.OTHERS, Competitors::check));
        }
    }

    private void examineReaders(boolean isLinux) {
        var listed = new ArrayList<String>();
        add(ServiceCheck.limited(Subject.READERS, () -> list(listed)));
        if (isLinux && choice.origin() != SocketChoice.Origin.OPTION) {
            var usb = new UsbCheck(UsbReader.DEVICES, ReaderDriver.FOLDER);
            add(ServiceCheck.limited(Subject.USB, () -> usb.check(listed)));
        }
        for (String name : listed) {
            add(ServiceCheck.limited(Subject.CARD, () -> card(name)));
        }
    }

    private DoctorStep list(List<String> names) {
        try (Readers readers = open()) {
            readers.list().stream().map(Reader::name).forEach(names::add);
        } catch (PcscException e) {
            return problem(Subject.READERS, e.getMessage(), Remedy.restart() + ".");
        }
        return names.isEmpty()
                ? problem(
                        Subject.READERS,
                        "the service has no reader",
                        "Connect a reader. pcscd needs its driver, usually libccid.")
                : ok(Subject.READERS, names.stream().collect(Collectors.joining(", ")));
    }

    private DoctorStep card(String reader) {
        try (Readers readers = open()) {
            return new CardCheck(choice.path()).check(readers.named(reader));
        } catch (PcscException e) {
            return problem(Subject.CARD, e.getMessage(), "Plug the reader in again.");
        }
    }

    private Readers open() {
        return choice.origin() == SocketChoice.Origin.OPTION ? Readers.open("socket:" + choice.path()) : Readers.open();
    }

    private void add(DoctorStep step) {
        steps.add(step);
        listener.accept(step);
    }
}
