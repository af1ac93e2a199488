package dev.puce.diagnose.machine;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The result of `puce doctor`.
///
/// @param steps the steps in their order
public record DoctorReport(List<DoctorStep> steps) {
    public DoctorReport {
        steps = List.copyOf(steps);
    }

    /// Returns the step with the cause: the first problem. A reader on USB that the daemon lacks explains why the
    /// daemon has no reader, and counts first.
    public Optional<DoctorStep> cause() {
        return steps.stream()
                .filter(DoctorStep::isProblem)
                .min(Comparator.comparing((DoctorStep step) -> step.subject() != DoctorStep.Subject.USB
                        && step.subject().compareTo(DoctorStep.Subject.READERS) >= 0));
    }

    /// Returns whether PC/SC works and has a reader.
    public boolean works() {
        return cause().isEmpty();
    }
}
