package dev.puce.diagnose;

import dev.puce.pcsc.Function;
import dev.puce.pcsc.ReturnCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One thing that `puce test` tried.
///
/// @param function the function that was called
/// @param expected the codes that would have been right, the usual one first
/// @param code     the code that came; empty if no answer came
/// @param duration how long it took
/// @param outcome  the judgement
/// @param text     description of the attempt or of its result
/// @param fault    the layer that is probably at fault, if it failed
public record CheckStep(
        Function function,
        List<ReturnCode> expected,
        Optional<ReturnCode> code,
        Duration duration,
        Outcome outcome,
        String text,
        Optional<Fault> fault) {

    public CheckStep {
        expected = List.copyOf(expected);
    }

    /// The judgement of a step.
    public enum Outcome {
        OK("ok"),
        /// A feature that drivers may lack.
        UNSUPPORTED("not supported"),
        FAILED("FAILED");

        private final String text;

        Outcome(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// The layer at fault.
    public enum Fault {
        SERVICE("the PC/SC service"),
        DRIVER("the driver of the reader"),
        READER("the reader"),
        CARD("the card"),
        OTHER_PROGRAM("another program that uses the card");

        /// Codes after which nothing more can be tried.
        static final Set<ReturnCode> SERVICE_GONE = Set.of(
                ReturnCode.NO_SERVICE,
                ReturnCode.SERVICE_STOPPED,
                ReturnCode.COMM_ERROR,
                ReturnCode.SECURITY_VIOLATION);

        /// Codes after which nothing more can be tried with the card.
        static final Set<ReturnCode> CARD_GONE = Set.of(
                ReturnCode.REMOVED_CARD,
                ReturnCode.NO_SMARTCARD,
                ReturnCode.READER_UNAVAILABLE,
                ReturnCode.UNRESPONSIVE_CARD,
                ReturnCode.UNPOWERED_CARD);

        private final String text;

        Fault(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }

        /// Returns the layer that makes a function fail.
        static Fault of(Function function, ReturnCode code) {
            if (code.equals(ReturnCode.SHARING_VIOLATION) || code.equals(ReturnCode.RESET_CARD)) {
                return OTHER_PROGRAM;
            }
            if (CARD_GONE.contains(code)
                    || code.equals(ReturnCode.PROTO_MISMATCH)
                    || code.equals(ReturnCode.UNSUPPORTED_CARD)) {
                return code.equals(ReturnCode.READER_UNAVAILABLE) ? READER : CARD;
            }
            if (SERVICE_GONE.contains(code)) {
                return SERVICE;
            }
            return switch (function) {
                case TRANSMIT, CONNECT, RECONNECT -> READER;
                case GET_ATTRIB, CONTROL -> DRIVER;
                default -> SERVICE;
            };
        }
    }

    public boolean failed() {
        return outcome == Outcome.FAILED;
    }
}
