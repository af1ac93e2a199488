package dev.puce.diagnose.trace.rule;

import dev.puce.diagnose.finding.FaultConfidence;
import dev.puce.diagnose.finding.Layer;
import dev.puce.diagnose.trace.rule.FailureExplanation.Extent;
import dev.puce.diagnose.trace.situation.Situation;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.ReturnCode;
import java.util.Optional;

/// There is no reader, or not the one that the program names, or no card in it.
public final class NoReader implements FailureRule {
    static final String INSERT_CARD = "Insert the card, chip first. puce scan shows whether the reader sees it.";

    @Override
    public String name() {
        return "no-reader-or-card";
    }

    @Override
    public Optional<FailureExplanation> explain(Failure failure, Situation situation) {
        if (failure.is(ReturnCode.NO_READERS_AVAILABLE)) {
            return Optional.of(new FailureExplanation(
                            Layer.DRIVER,
                            FaultConfidence.POSSIBLE,
                            "the daemon knows no reader: none is connected, or its driver is missing",
                            "Run puce doctor: it compares the readers on USB with those of the daemon.")
                    .with(Extent.FRUITLESS));
        }
        if (failure.is(ReturnCode.UNKNOWN_READER)) {
            return Optional.of(
                    situation.sawReader()
                            ? new FailureExplanation(
                                    Layer.APPLICATION,
                                    FaultConfidence.LIKELY,
                                    "the daemon has no reader with the name that the program uses",
                                    "Compare the name with the output of puce scan, including the numbers at its end,"
                                            + " and correct the program's setting.")
                            : new FailureExplanation(
                                    Layer.USER,
                                    FaultConfidence.POSSIBLE,
                                    "the daemon does not know the reader",
                                    "Connect the reader, and run puce doctor."));
        }
        if (failure.is(ReturnCode.READER_UNAVAILABLE)) {
            return Optional.of(new FailureExplanation(
                    Layer.READER,
                    FaultConfidence.LIKELY,
                    "the reader was disconnected, or the driver lost it",
                    "Check cable, hub and power saving of USB. journalctl -k shows whether USB lost the device."));
        }
        if (failure.is(ReturnCode.INVALID_HANDLE, ReturnCode.INVALID_VALUE) && isOpen(failure.call(), situation)) {
            return Optional.of(new FailureExplanation(
                    Layer.READER,
                    FaultConfidence.LIKELY,
                    "the daemon no longer knows the card handle, although the program did not disconnect:"
                            + " the reader was disconnected",
                    "Check cable, hub and power saving of USB. journalctl -k shows whether USB lost the device."));
        }
        if (failure.is(ReturnCode.NO_SMARTCARD) && failure.call() instanceof Call.Connect) {
            return Optional.of(new FailureExplanation(
                            Layer.USER,
                            FaultConfidence.LIKELY,
                            "no card is in the reader, or it has no contact",
                            INSERT_CARD)
                    .with(Extent.FRUITLESS));
        }
        return Optional.empty();
    }

    /// Whether the program has connected to the card of the call, and not disconnected.
    private static boolean isOpen(Call call, Situation situation) {
        return switch (call) {
            case Call.Transmit transmit -> situation.connection(transmit.card()).isPresent();
            case Call.Status(long card) -> situation.connection(card).isPresent();
            case Call.BeginTransaction(long card) -> situation.connection(card).isPresent();
            default -> false;
        };
    }
}
