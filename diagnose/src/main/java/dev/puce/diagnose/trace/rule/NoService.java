package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.pcsc.ReturnCode;
import java.util.Optional;

/// The service is missing, has stopped, or refuses the user.
public final class NoService implements FailureRule {
    @Override
    public String name() {
        return "no-service";
    }

    @Override
    public Optional<FailureExplanation> explain(Failure failure, Situation situation) {
        if (failure.is(ReturnCode.NO_SERVICE)) {
            return Optional.of(new FailureExplanation(
                    Layer.DAEMON,
                    FaultConfidence.CERTAIN,
                    "the PC/SC service does not run, or the program cannot reach it",
                    "Run puce doctor. Usually systemctl enable --now pcscd.socket helps."));
        }
        if (failure.is(ReturnCode.SERVICE_STOPPED)) {
            return Optional.of(new FailureExplanation(
                    Layer.DAEMON,
                    FaultConfidence.LIKELY,
                    "the PC/SC service has stopped, or its protocol version does not fit the library",
                    "Run puce doctor: it compares the versions of daemon and library, for example in a container."));
        }
        if (failure.is(ReturnCode.SECURITY_VIOLATION)) {
            return Optional.of(new FailureExplanation(
                    Layer.DAEMON,
                    FaultConfidence.LIKELY,
                    "the daemon refused the program's user (polkit)",
                    "Run puce doctor as this user: it prints the polkit rule that admits the user."));
        }
        if (failure.is(ReturnCode.COMM_ERROR)) { // pcscd reports errors of readers with other codes
            return Optional.of(new FailureExplanation(
                    Layer.DAEMON,
                    FaultConfidence.LIKELY,
                    "the connection to the daemon broke: the daemon ended or crashed",
                    "Look at journalctl -u pcscd for a crash, and report it to " + Upstream.PCSC_LITE + "."));
        }
        return Optional.empty();
    }
}
