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

/// Options for connecting to a card.
///
///     reader.connect(ConnectOptions.exclusive().protocols(Protocol.T1).timeout(Duration.ofSeconds(3)))
///
/// @param shareMode    shared with other programs, exclusive, or direct (the reader, with or without a card)
/// @param protocols    acceptable protocols
/// @param disposition  action on the card when the connection is closed
/// @param timeout      longest wait for another program's transaction to end; empty: no limit
/// @param afterReset   reaction when a transaction begins after another program has reset the card
/// @param policy       follow-up commands and long commands; the default is [TransmitPolicy#ISO]
/// @param interceptors interceptors before the card, outermost first; the policy comes after them
/// @param observers    receive every PC/SC call of the connection with its outcome
public record ConnectOptions(
        ShareMode shareMode,
        Protocols protocols,
        Disposition disposition,
        Optional<Duration> timeout,
        AfterReset afterReset,
        TransmitPolicy policy,
        List<Interceptor> interceptors,
        List<Consumer<? super TracedCall>> observers) {
    /// Reaction when a transaction begins after another program has reset the card.
    public enum AfterReset {
        /// [Card#begin()] fails with `SCARD_W_RESET_CARD`: the reset has undone selections and verifications. The
        /// program repeats them after [Card#reconnect()].
        FAIL,
        /// The connection is restored silently: for programs that select and verify in each transaction.
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

    /// Shared with other programs, T=0 or T=1; closing leaves the card as it is.
    public static ConnectOptions shared() {
        return with(ShareMode.SHARED, Protocols.ANY);
    }

    /// Exclusive: no other program can connect.
    public static ConnectOptions exclusive() {
        return with(ShareMode.EXCLUSIVE, Protocols.ANY);
    }

    /// Direct access to the reader, with or without a card: for control codes and attributes.
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

    /// Accepts only these protocols.
    public ConnectOptions protocols(Protocol... accepted) {
        return protocols(Protocols.of(accepted));
    }

    /// Accepts only these protocols.
    public ConnectOptions protocols(Protocols accepted) {
        return new ConnectOptions(
                shareMode, accepted, disposition, timeout, afterReset, policy, interceptors, observers);
    }

    /// Sets the action on the card when the connection is closed.
    public ConnectOptions disposition(Disposition other) {
        return new ConnectOptions(shareMode, protocols, other, timeout, afterReset, policy, interceptors, observers);
    }

    /// Limits the wait for another program's transaction to end.
    public ConnectOptions timeout(Duration longest) {
        return new ConnectOptions(
                shareMode, protocols, disposition, Optional.of(longest), afterReset, policy, interceptors, observers);
    }

    /// Sets the reaction when a transaction begins after another program has reset the card.
    public ConnectOptions afterReset(AfterReset other) {
        return new ConnectOptions(shareMode, protocols, disposition, timeout, other, policy, interceptors, observers);
    }

    /// Sets follow-up commands and long commands; [TransmitPolicy#RAW] for none.
    public ConnectOptions policy(TransmitPolicy other) {
        return new ConnectOptions(
                shareMode, protocols, disposition, timeout, afterReset, other, interceptors, observers);
    }

    /// Adds interceptors inside the existing ones.
    public ConnectOptions intercept(Interceptor... more) {
        var all = new ArrayList<>(interceptors);
        all.addAll(List.of(more));
        return new ConnectOptions(shareMode, protocols, disposition, timeout, afterReset, policy, all, observers);
    }

    /// Adds an observer that receives every PC/SC call of the connection: a trace, a recording.
    ///
    /// @param observer called after each call, on the thread that makes the call; its exceptions reach the caller
    public ConnectOptions observe(Consumer<? super TracedCall> observer) {
        var all = new ArrayList<Consumer<? super TracedCall>>(observers);
        all.add(observer);
        return new ConnectOptions(shareMode, protocols, disposition, timeout, afterReset, policy, interceptors, all);
    }
}
