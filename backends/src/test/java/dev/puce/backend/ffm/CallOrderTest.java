package dev.puce.backend.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import dev.puce.testkit.Await;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Checks that functions that are unsafe for libpcsclite never run concurrently ([CallOrder], [OpenContext]). The
/// test controls where each thread blocks.
@Timeout(30)
class CallOrderTest {
    private static final long CONTEXT = 0;
    private static final long CARD = 0;

    private final Arena arena = Arena.ofShared();
    private final BlockingLibrary library = new BlockingLibrary(Platform.PCSC_LITE, arena);
    private final Pcsc pcsc = library.open();

    @AfterEach
    void freeFunctions() {
        arena.close();
    }

    @Test
    void establish_waits_for_a_running_disconnect() throws InterruptedException {
        connect(pcsc);
        library.block("SCardDisconnect");
        Thread disconnecting = start(() -> pcsc.disconnect(CARD, Disposition.LEAVE));
        awaitEntered("SCardDisconnect");
        Thread establishing = start(() -> pcsc.establishContext(Scope.SYSTEM));
        awaitBlocked(establishing);
        assertThat(library.entered()).containsExactly("SCardEstablishContext", "SCardConnect", "SCardDisconnect");
        library.unblock("SCardDisconnect");
        disconnecting.join();
        establishing.join();
        assertThat(library.entered()).endsWith("SCardDisconnect", "SCardEstablishContext");
    }

    @Test
    void order_applies_to_all_instances() throws InterruptedException {
        connect(pcsc);
        Pcsc second = library.open();
        library.block("SCardDisconnect");
        Thread disconnecting = start(() -> pcsc.disconnect(CARD, Disposition.LEAVE));
        awaitEntered("SCardDisconnect");
        Thread establishing = start(() -> second.establishContext(Scope.SYSTEM));
        awaitBlocked(establishing);
        library.unblock("SCardDisconnect");
        disconnecting.join();
        establishing.join();
    }

    @Test
    void release_waits_for_a_running_call_on_a_card() throws InterruptedException {
        connect(pcsc);
        library.block("SCardTransmit");
        Thread transmitting = start(() -> pcsc.transmit(CARD, Protocol.T1, new byte[5], new byte[258]));
        awaitEntered("SCardTransmit");
        Thread releasing = start(() -> pcsc.releaseContext(CONTEXT));
        awaitBlocked(releasing);
        assertThat(library.entered()).doesNotContain("SCardReleaseContext");
        library.unblock("SCardTransmit");
        transmitting.join();
        releasing.join();
        assertThat(library.entered()).endsWith("SCardReleaseContext");
    }

    @Test
    void calls_on_a_waiting_context_do_not_enter_the_library() throws InterruptedException {
        connect(pcsc);
        library.block("SCardGetStatusChange");
        Thread waiting = start(() -> pcsc.getStatusChange(CONTEXT, Pcsc.INFINITE, List.of()));
        awaitEntered("SCardGetStatusChange");
        Thread listing = start(() -> pcsc.listReaders(CONTEXT));
        Thread transmitting = start(() -> pcsc.transmit(CARD, Protocol.T1, new byte[5], new byte[258]));
        awaitBlocked(listing);
        awaitBlocked(transmitting);
        assertThat(library.entered()).endsWith("SCardGetStatusChange");
        pcsc.cancel(CONTEXT); // the only call that does not wait
        assertThat(library.entered()).endsWith("SCardCancel");
        library.unblock("SCardGetStatusChange");
        waiting.join();
        listing.join();
        transmitting.join();
        assertThat(library.entered()).contains("SCardListReaders", "SCardTransmit");
    }

    @Test
    void calls_on_other_contexts_do_not_wait_for_a_transmit() throws InterruptedException {
        connect(pcsc);
        library.block("SCardTransmit");
        Thread first = start(() -> pcsc.transmit(CARD, Protocol.T1, new byte[5], new byte[258]));
        awaitEntered("SCardTransmit");
        pcsc.establishContext(Scope.SYSTEM);
        pcsc.answer(new Call.Disconnect(77, Disposition.LEAVE));
        library.unblock("SCardTransmit");
        first.join();
    }

    @Test
    void command_waits_a_limited_time_for_the_connection_of_an_older_context() throws InterruptedException {
        pcsc.establishContext(Scope.SYSTEM);
        Pcsc younger = library.open();
        connect(younger);
        library.block("SCardConnect");
        long begin = System.nanoTime();
        Thread connecting = start(() -> pcsc.connect(CONTEXT, "reader", ShareMode.SHARED, Protocols.ANY));
        await(() -> library.entered().size() == 4);
        younger.transmit(CARD, Protocol.T1, new byte[5], new byte[258]);
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(CallOrder.LONGEST_DELAY_NANOS);
        assertThat(library.entered()).endsWith("SCardConnect", "SCardTransmit");
        library.unblock("SCardConnect");
        connecting.join();
    }

    @Test
    void only_new_entries_in_the_list_of_cards_delay_commands() throws InterruptedException {
        connect(pcsc);
        pcsc.disconnect(CARD, Disposition.LEAVE);
        Pcsc younger = library.open();
        connect(younger);
        library.block("SCardConnect");
        Thread connecting = start(() -> pcsc.connect(CONTEXT, "reader", ShareMode.SHARED, Protocols.ANY));
        await(() -> library.entered().size() == 6);
        assertThat(CallOrder.isConnecting()).isFalse();
        library.unblock("SCardConnect");
        connecting.join();
    }

    @Test
    void other_platforms_get_every_call_immediately() throws InterruptedException {
        var windows = new BlockingLibrary(Platform.WINDOWS, arena);
        Pcsc winscard = windows.open();
        connect(winscard);
        windows.block("SCardGetStatusChange");
        Thread waiting = start(() -> winscard.getStatusChange(CONTEXT, Pcsc.INFINITE, List.of()));
        await(() -> windows.entered().contains("SCardGetStatusChange"));
        winscard.listReaders(CONTEXT);
        winscard.releaseContext(CONTEXT);
        assertThat(windows.entered()).endsWith("SCardListReaders", "SCardReleaseContext");
        windows.unblock("SCardGetStatusChange");
        waiting.join();
    }

    private static void connect(Pcsc pcsc) {
        assertThat(pcsc.establishContext(Scope.SYSTEM)).isEqualTo(CONTEXT);
        assertThat(pcsc.connect(CONTEXT, "reader", ShareMode.SHARED, Protocols.ANY)
                        .card())
                .isEqualTo(CARD);
    }

    private static Thread start(Runnable call) {
        return Thread.ofPlatform().daemon().start(call);
    }

    private void awaitEntered(String function) {
        await(() -> library.entered().contains(function));
    }

    private static void awaitBlocked(Thread thread) {
        await(() -> thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
    }

    private static void await(BooleanSupplier condition) {
        Await.until("the condition holds", condition::getAsBoolean);
    }
}
