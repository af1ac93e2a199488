package dev.puce.testkit;

import dev.puce.pcsc.Answer;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Pcsc;

/// A PC/SC service in front of another one: it changes answers, or does something before a call.
///
/// @param service     answers the calls that the interceptor passes on
/// @param interceptor sees every call first
public record InterceptedPcsc(Pcsc service, Interceptor interceptor) implements Pcsc {
    /// Answers calls, or passes them on.
    @FunctionalInterface
    public interface Interceptor {
        /// Answers a call.
        ///
        /// @param service the service behind the interceptor
        Answer answer(Call call, Pcsc service);
    }

    @Override
    public Answer answer(Call call) {
        return interceptor.answer(call, service);
    }

    @Override
    public String description() {
        return service.description();
    }

    @Override
    public void close() {
        service.close();
    }
}
