package dev.puce.diagnose.trace.rule;

import java.util.List;

/// All rules of a diagnosis.
public final class Rules {
    /// From the special to the general: the first one that explains a failure counts.
    private static final List<FailureRule> FAILURES = List.of(
            new NeverReturned(),
            new SharingViolation(),
            new CardReset(),
            new CardRemoved(),
            new NoService(),
            new NoReader(),
            new ProtocolMismatch(),
            new SmallBuffer(),
            new SecureMessagingEnded(),
            new PinRefused(),
            new KeyRefused(),
            new SelectionLost(),
            new WrongLength(),
            new AccessDenied(),
            new CardError(),
            new NotOnCard(),
            new CommunicationFailed(),
            new CommandRefused(),
            new FunctionFailed());

    private Rules() {}

    /// The rules for single failures, in the order in which they are asked.
    public static List<FailureRule> failures() {
        return FAILURES;
    }

    /// New instances of the rules for patterns of many calls.
    public static List<TraceRule> patterns() {
        return List.of(
                new LongTransactions(),
                new SlowCommand(),
                new Loop(),
                new Polling(),
                new Leaks(),
                new ConnectionLost(),
                new EmptyReaders(),
                new Gaps(),
                new KnownDevices(),
                new ReportedErrors(),
                new TraceAnomalies());
    }
}
