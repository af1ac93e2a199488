package dev.puce.diagnose;

import dev.puce.cards.MissingFeature;
import dev.puce.diagnose.CheckStep.Fault;
import dev.puce.diagnose.CheckStep.Outcome;
import dev.puce.pcsc.Answer;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/// Makes the calls of `puce test`, judges what comes back, and tells each as a step.
final class CheckCalls {
    private static final List<ReturnCode> SUCCESS = List.of(ReturnCode.SUCCESS);

    private final Pcsc pcsc;
    private final TimedCalls timed;
    private final Duration longestAnswer;
    private final Consumer<CheckStep> steps;

    /// Reports that nothing more can be tried with the card. The failed step is reported already.
    static class Lost extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /// Nothing more can be tried at all.
    static final class ServiceLost extends Lost {
        private static final long serialVersionUID = 1L;
    }

    /// The outcome of a call.
    record Made(Answer answer, boolean ok) {
        /// The result.
        ///
        /// @throws Lost if the step failed
        Result orLost() throws Lost {
            if (!ok) {
                throw new Lost();
            }
            return answer.result();
        }
    }

    /// @param longestAnswer how long a function may take
    /// @param steps         receives every step as it ends
    CheckCalls(Pcsc pcsc, TimedCalls timed, Duration longestAnswer, Consumer<CheckStep> steps) {
        this.pcsc = pcsc;
        this.timed = timed;
        this.longestAnswer = longestAnswer;
        this.steps = steps;
    }

    /// Makes a call that must succeed.
    ///
    /// @param text description of the attempt
    Made right(Call call, String text) throws Lost, InterruptedException {
        return right(call, _ -> text);
    }

    /// Makes a call that must succeed.
    ///
    /// @param text description of the attempt or of its result
    Made right(Call call, Function<Result, String> text) throws Lost, InterruptedException {
        return right(call, text, _ -> Optional.empty());
    }

    /// Makes a call that must succeed with a result that is true.
    ///
    /// @param text description of the attempt or of its result
    /// @param lie  description of the mistake in a result, if there is one
    Made right(Call call, Function<Result, String> text, Function<Result, Optional<String>> lie)
            throws Lost, InterruptedException {
        return make(call, SUCCESS, text, lie);
    }

    /// Makes a call that must be refused.
    ///
    /// @param what description of the mistake in the call
    void wrong(Call call, ReturnCode expected, String what) throws Lost, InterruptedException {
        expect(call, List.of(expected), _ -> "wrong use, " + what + ": " + expected);
    }

    /// Makes a call that must bring one of the codes.
    ///
    /// @param text description of the attempt or of its result
    Made expect(Call call, List<ReturnCode> expected, Function<Result, String> text) throws Lost, InterruptedException {
        return make(call, expected, text, _ -> Optional.empty());
    }

    private Made make(
            Call call, List<ReturnCode> expected, Function<Result, String> text, Function<Result, Optional<String>> lie)
            throws Lost, InterruptedException {
        long begin = System.nanoTime();
        Answer answer;
        try {
            answer = timed.make(() -> pcsc.answer(call), longestAnswer);
        } catch (TimeoutException e) {
            report(call, expected, Optional.empty(), begin, Outcome.FAILED, noAnswer(call), Optional.of(hanging(call)));
            throw new ServiceLost();
        }
        ReturnCode code = answer.code();
        boolean ok = expected.contains(code);
        Optional<String> untrue = code.isSuccess() && ok ? lie.apply(answer.result()) : Optional.empty();
        boolean missing = !ok && isOptional(call) && MissingFeature.matches(code);
        Outcome outcome = missing ? Outcome.UNSUPPORTED : ok && untrue.isEmpty() ? Outcome.OK : Outcome.FAILED;
        String told =
                untrue.orElseGet(() -> text.apply(answer.result()) + (ok || missing ? "" : unexpected(expected, code)));
        Optional<Fault> fault = outcome == Outcome.FAILED ? Optional.of(blame(call, expected, code)) : Optional.empty();
        report(call, expected, Optional.of(code), begin, outcome, told, fault);
        if (!ok && Fault.SERVICE_GONE.contains(code)) {
            throw new ServiceLost();
        }
        if (!ok && Fault.CARD_GONE.contains(code)) {
            throw new Lost();
        }
        return new Made(answer, outcome == Outcome.OK);
    }

    private void report(
            Call call,
            List<ReturnCode> expected,
            Optional<ReturnCode> code,
            long begin,
            Outcome outcome,
            String text,
            Optional<Fault> fault) {
        var duration = Duration.ofNanos(System.nanoTime() - begin);
        steps.accept(new CheckStep(call.function(), expected, code, duration, outcome, text, fault));
    }

    private String noAnswer(Call call) {
        return "no answer within " + longestAnswer.toSeconds() + " s"
                + (hanging(call) == Fault.OTHER_PROGRAM ? "; another program may have a transaction" : "");
    }

    private static Fault hanging(Call call) {
        return switch (call) {
            case Call.Connect _, Call.BeginTransaction _ -> Fault.OTHER_PROGRAM;
            case Call.Transmit _ -> Fault.CARD;
            default -> Fault.SERVICE;
        };
    }

    private static boolean isOptional(Call call) {
        return call instanceof Call.GetAttrib || call instanceof Call.Control;
    }

    private static String unexpected(List<ReturnCode> expected, ReturnCode code) {
        return "; expected " + expected.getFirst().symbol() + ", got " + code
                + code.meaning().map(", "::concat).orElse("");
    }

    /// A service that accepts a wrong use is at fault, with any return code.
    private static Fault blame(Call call, List<ReturnCode> expected, ReturnCode code) {
        return expected.contains(ReturnCode.SUCCESS) && !code.isSuccess()
                ? Fault.of(call.function(), code)
                : Fault.SERVICE;
    }
}
