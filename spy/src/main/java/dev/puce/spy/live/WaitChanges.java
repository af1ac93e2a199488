package dev.puce.spy.live;

import dev.puce.pcsc.Call;
import dev.puce.spy.TraceEvent;
import dev.puce.spy.WaitingCall;
import java.util.List;

/// Selects what is new in the repeated events about waiting calls.
final class WaitChanges {
    private static final long SECOND_NANOS = 1_000_000_000;

    private List<WaitingCall> latest = List.of();
    private long latestSecond = -1;
    private List<WaitingCall> reported = List.of();

    /// Returns whether other calls wait than in the event before, or another second has begun. For the capture thread.
    boolean isNews(TraceEvent.Waiting waiting) {
        long second = waiting.nanos() / SECOND_NANOS;
        boolean isNews = second != latestSecond || !isSame(waiting.calls(), latest);
        latest = waiting.calls();
        latestSecond = second;
        return isNews;
    }

    private static boolean isSame(List<WaitingCall> some, List<WaitingCall> others) {
        return some.size() == others.size()
                && some.stream().allMatch(call -> others.stream().anyMatch(call::isSame));
    }

    /// Returns the calls that were not reported yet, without those that wait for a card or reader, which is their
    /// purpose.
    /// For the thread of the view.
    List<WaitingCall> unreported(TraceEvent.Waiting waiting) {
        List<WaitingCall> fresh = waiting.calls().stream()
                .filter(call -> !(call.call() instanceof Call.GetStatusChange))
                .filter(call -> reported.stream().noneMatch(call::isSame))
                .toList();
        reported = waiting.calls();
        return fresh;
    }
}
