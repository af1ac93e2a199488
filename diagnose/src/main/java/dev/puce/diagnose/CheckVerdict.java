package dev.puce.diagnose;

import dev.puce.diagnose.CheckStep.Fault;
import dev.puce.diagnose.CheckStep.Outcome;
import dev.puce.iso7816.Printable;
import dev.puce.pcsc.ReturnCode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The verdict of `puce test`.
///
/// @param ok          how many went as they should
/// @param unsupported how many asked for what the driver lacks
/// @param failed      how many did not go as they should
/// @param noCard      why no card could be tried, if none could
/// @param fault       the layer that is probably at fault for the first failure
/// @param advice      the remedy
public record CheckVerdict(
        long ok,
        long unsupported,
        long failed,
        Optional<String> noCard,
        Optional<Fault> fault,
        Optional<String> advice) {

    /// Sums up the steps of a run.
    ///
    /// @param advisor the remedy for a code, if more is known than [ReturnCode#advice()]
    public static CheckVerdict of(
            List<CheckStep> steps, Optional<String> noCard, Function<ReturnCode, Optional<String>> advisor) {
        Optional<CheckStep> first = steps.stream().filter(CheckStep::failed).findFirst();
        return new CheckVerdict(
                count(steps, Outcome.OK),
                count(steps, Outcome.UNSUPPORTED),
                count(steps, Outcome.FAILED),
                noCard,
                first.flatMap(CheckStep::fault),
                first.flatMap(CheckStep::code)
                        .flatMap(code -> advisor.apply(code).or(code::advice)));
    }

    private static long count(List<CheckStep> steps, Outcome outcome) {
        return steps.stream().filter(step -> step.outcome() == outcome).count();
    }

    /// Whether everything was as it should be, and everything could be tried.
    public boolean works() {
        return failed == 0 && noCard.isEmpty();
    }

    /// In a sentence or three.
    public String text() {
        String counts = ok + " ok, " + unsupported + " not supported, " + failed + " failed";
        return counts
                + (works() ? ": everything works" : "")
                + noCard.map(why -> "; no card was tried: " + Printable.of(why)).orElse("")
                + fault.map(who -> "; most likely the fault of " + who).orElse("")
                + advice.map(". "::concat).orElse("");
    }
}
