package dev.puce.diagnose.machine;

import java.util.Locale;
import java.util.Optional;

/// A step of `puce doctor`.
///
/// @param subject the part of the machine
/// @param outcome how it is
/// @param text    the facts in a few words
/// @param remedy  the remedy for a problem
public record DoctorStep(Subject subject, Outcome outcome, String text, Optional<String> remedy) {
    /// Parts of the machine, in the order of the steps.
    public enum Subject {
        /// The environment variable that names the socket.
        VARIABLE,
        /// The path of the socket.
        PATH,
        /// The file at the path.
        SOCKET,
        /// Whether this user may connect.
        ACCESS,
        /// The process that listens.
        PROCESS,
        /// Whether it answers, and its version of the protocol.
        PROTOCOL,
        /// The native library and whether the daemon accepts it.
        LIBRARY,
        /// The readers of the daemon.
        READERS,
        /// The readers on USB and their driver.
        USB,
        /// The card in a reader, and its holder.
        CARD,
        /// The unified log of macOS, which shows calls and APDUs.
        LOG,
        /// Other daemons and programs that compete for readers.
        OTHERS;

        /// Returns the name in text and JSON.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// How the subject of a step is.
    public enum Outcome {
        /// As it should be.
        OK,
        /// It works, and it may surprise.
        NOTE,
        /// It is a reason why PC/SC does not work.
        PROBLEM,
        /// It could not be checked, because an earlier step failed.
        SKIPPED;

        /// Returns the name in text and JSON.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static DoctorStep ok(Subject subject, String text) {
        return new DoctorStep(subject, Outcome.OK, text, Optional.empty());
    }

    static DoctorStep note(Subject subject, String text) {
        return new DoctorStep(subject, Outcome.NOTE, text, Optional.empty());
    }

    static DoctorStep problem(Subject subject, String text, String remedy) {
        return new DoctorStep(subject, Outcome.PROBLEM, text, Optional.of(remedy));
    }

    static DoctorStep skipped(Subject subject, String text) {
        return new DoctorStep(subject, Outcome.SKIPPED, text, Optional.empty());
    }

    /// Returns whether the step found a problem.
    public boolean isProblem() {
        return outcome == Outcome.PROBLEM;
    }
}
