package dev.puce.cards;

import dev.puce.cards.apdu.Interceptor;
import dev.puce.cards.apdu.TransmitPolicy;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// How to connect to a card.
///
///     reader.connect(ConnectOptions.exclusive().protocols(Protocol.T1).timeout(Duration.ofSeconds(3)))
///
/// @param shareMode    shared with other programs, exclusive, or direct (the reader, with or without a card)
/// @param protocols    protocols that are welcome
/// @param disposition  what happens to the card when the connection is closed
/// @param timeout      longest wait for another program's transaction to end; empty: no limit
/// @param afterReset   what happens when a transaction begins and another program has reset the card meanwhile
/// @param policy       follow-up commands and long commands; [TransmitPolicy#ISO] unless something else is said
/// @param interceptors what stands before the card, the outermost first; the policy comes after all of them
/// @param observers    get every PC/SC call of the connection with its outcome
public record ConnectOptions(
        ShareMode shareMode,
        Protocols protocols,
        Disposition disposition,
        Optional<Duration> timeout,
        AfterReset afterReset,
        TransmitPolicy policy,
        List<Interceptor> interceptors,
        List<Consumer<? super TracedCall>> observers) {
    /// What happens when a transaction begins and another program has reset the card since the last one.
    public enum AfterReset {
        /// [Card#begin()] fails with `SCARD_W_RESET_CARD`: whatever was selected and verified is lost, and the
        /// program should know. Then [Card#reconnect()].
        FAIL,
        /// The connection is made again without a word: for programs that select and verify in each transaction.
        RECONNECT
    }

    public ConnectOptions {
        Objects.requireNonNull(shareMode);
        Objects.requireNonNull(protocols);
        Objects.requireNonNull(disposition);
        Objects.requireNonNull(timeout);
        Objects.requireNonNull(afterReset);
        Objects.requireNonNull(policy);
        interceptors = List.copyOf(interceptors);
        observers = List.copyOf(observers);
    }

    /// Shared with other programs, T=0 or T=1; the card is left as it is.
    public static ConnectOptions shared() {
        return with(ShareMode.SHARED, Protocols.ANY);
    }

    /// Nobody else can connect.
    public static ConnectOptions exclusive() {
        return with(ShareMode.EXCLUSIVE, Protocols.ANY);
    }

    /// The reader itself, with or without a card: for control codes and attributes.
    public static ConnectOptions direct() {
        return with(ShareMode.DIRECT, Protocols.NONE);
    }

    private static ConnectOptions with(ShareMode shareMode, Protocols protocols) {
        return new ConnectOptions(
                shareMode,
                protocols,
                Disposition.LEAVE,
                Optional.empty(),
                AfterReset.FAIL,
                TransmitPolicy.ISO,
                List.of(),
                List.of());
    }

    /// Only these protocols.
    public ConnectOptions protocols(Protocol... welcome) {
        return protocols(Protocols.of(welcome));
    }

    /// Only these protocols.
    public ConnectOptions protocols(Protocols welcome) {
        return new ConnectOptions(
                shareMode, welcome, disposition, timeout, afterReset, policy, interceptors, observers);
    }

    /// What happens to the card when the connection is closed.
    public ConnectOptions disposition(Disposition atEnd) {
        return new ConnectOptions(shareMode, protocols, atEnd, timeout, afterReset, policy, interceptors, observers);
    }

    /// Longest wait for another program's transaction to end.
    public ConnectOptions timeout(Duration longest) {
        return new ConnectOptions(
                shareMode, protocols, disposition, Optional.of(longest), afterReset, policy, interceptors, observers);
    }

    /// What happens when a transaction begins and another program has reset the card meanwhile.
    public ConnectOptions afterReset(AfterReset what) {
        return new ConnectOptions(shareMode, protocols, disposition, timeout, what, policy, interceptors, observers);
    }

    /// Follow-up commands and long commands; [TransmitPolicy#RAW] for none.
    public ConnectOptions policy(TransmitPolicy other) {
        return new ConnectOptions(
                shareMode, protocols, disposition, timeout, afterReset, other, interceptors, observers);
    }

    /// With further interceptors, inside those that are there already.
    public ConnectOptions intercept(Interceptor... more) {
        var all = new ArrayList<>(interceptors);
        all.addAll(List.of(more));
        return new ConnectOptions(shareMode, protocols, disposition, timeout, afterReset, policy, all, observers);
    }

    /// With somebody who gets every PC/SC call of the connection: a trace, a recording.
    ///
    /// @param observer called on the thread that makes the call, after it; what it throws is the caller's problem
    public ConnectOptions observe(Consumer<? super TracedCall> observer) {
        var all = new ArrayList<Consumer<? super TracedCall>>(observers);
        all.add(observer);
        return new ConnectOptions(shareMode, protocols, disposition, timeout, afterReset, policy, interceptors, all);
    }
}
