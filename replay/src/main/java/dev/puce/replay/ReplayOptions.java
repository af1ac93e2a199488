package dev.puce.replay;

import dev.puce.iso7816.StatusWord;
import dev.puce.trace.redaction.Redaction;

/// How a recording is played back.
///
/// @param matching   which recorded exchange answers a command
/// @param isTimed    whether answers take as long as they took
/// @param unexpected the answer to a command that was not recorded
/// @param redaction  how much of the secrets to remove from reports of commands that were not recorded
public record ReplayOptions(
        Matching matching, boolean isTimed, RecordedExchange.Answer unexpected, Redaction redaction) {
    /// Which recorded exchange answers a command.
    public enum Matching {
        /// The next one, and no other: the program must do again what it did.
        ORDER,
        /// The next one with that command; after the last one the first again. For programs that poll, or that do
        /// things in another order.
        COMMAND
    }

    /// Strict, as fast as possible; 6F00 for commands that were not recorded, and no secrets in reports of them.
    public static final ReplayOptions USUAL = new ReplayOptions(
            Matching.ORDER,
            false,
            new RecordedExchange.Answer.Response(StatusWord.NO_INFORMATION_GIVEN.encode()),
            Redaction.FULL);

    /// The same with another way to match.
    public ReplayOptions with(Matching newMatching) {
        return new ReplayOptions(newMatching, isTimed, unexpected, redaction);
    }

    /// The same with or without the recorded delays.
    public ReplayOptions timed(boolean timed) {
        return new ReplayOptions(matching, timed, unexpected, redaction);
    }

    /// The same with another answer to what was not recorded.
    public ReplayOptions answeringUnexpected(RecordedExchange.Answer answer) {
        return new ReplayOptions(matching, isTimed, answer, redaction);
    }

    /// The same options with another redaction of reports.
    public ReplayOptions with(Redaction newRedaction) {
        return new ReplayOptions(matching, isTimed, unexpected, newRedaction);
    }
}
