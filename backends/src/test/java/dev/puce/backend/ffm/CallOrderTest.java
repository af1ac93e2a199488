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

/// Which functions of the library run at the same time: what libpcsclite does not stand never does ([CallOrder],
/// [OpenContext]). With threads of which the test knows where they are.
@Timeout(30)
class CallOrderTest {
    private static final long CONTEXT = 0;
    private static final long CARD = 0;

    private final Arena arena = Arena.ofShared();
    private final HeldLibrary library = new HeldLibrary(Platform.PCSC_LITE, arena);
    private final Pcsc pcsc = library.open();

    @AfterEach
    void freeTheFunctions() {
        arena.close();
    }

    @Test
    void nobody_establishes_or_releases_while_somebody_disconnects() throws InterruptedException {
        connect(pcsc);
        library.hold("SCardDisconnect");
        Thread disconnecting = start(() -> pcsc.disconnect(CARD, Disposition.LEAVE));
        untilIn("SCardDisconnect");
        Thread establishing = start(() -> pcsc.establishContext(Scope.SYSTEM));
        untilItWaits(establishing);
        assertThat(library.entered()).containsExactly("SCardEstablishContext", "SCardConnect", "SCardDisconnect");
        library.letGo("SCardDisconnect");
        disconnecting.join();
        establishing.join();
        assertThat(library.entered()).endsWith("SCardDisconnect", "SCardEstablishContext");
    }

    @Test
    void the_order_is_one_for_all_who_use_the_library() throws InterruptedException {
        connect(pcsc);
        Pcsc second = library.open();
        library.hold("SCardDisconnect");
        Thread disconnecting = start(() -> pcsc.disconnect(CARD, Disposition.LEAVE));
        untilIn("SCardDisconnect");
        Thread establishing = start(() -> second.establishContext(Scope.SYSTEM));
        untilItWaits(establishing);
        library.letGo("SCardDisconnect");
        disconnecting.join();
        establishing.join();
    }

    @Test
    void a_context_is_not_released_while_a_call_runs_on_its_card() throws InterruptedException {
        connect(pcsc);
        library.hold("SCardTransmit");
        Thread transmitting = start(() -> pcsc.transmit(CARD, Protocol.T1, new byte[5], new byte[258]));
        untilIn("SCardTransmit");
        Thread releasing = start(() -> pcsc.releaseContext(CONTEXT));
        untilItWaits(releasing);
        assertThat(library.entered()).doesNotContain("SCardReleaseContext");
        library.letGo("SCardTransmit");
        transmitting.join();
        releasing.join();
        assertThat(library.entered()).endsWith("SCardReleaseContext");
    }

    @Test
    void who_comes_to_a_context_that_waits_stays_out_of_the_library() throws InterruptedException {
        connect(pcsc);
        library.hold("SCardGetStatusChange");
        Thread waiting = start(() -> pcsc.getStatusChange(CONTEXT, Pcsc.INFINITE, List.of()));
        untilIn("SCardGetStatusChange");
        Thread listing = start(() -> pcsc.listReaders(CONTEXT));
        Thread transmitting = start(() -> pcsc.transmit(CARD, Protocol.T1, new byte[5], new byte[258]));
        untilItWaits(listing);
        untilItWaits(transmitting);
        assertThat(library.entered()).endsWith("SCardGetStatusChange");
        pcsc.cancel(CONTEXT); // it alone comes through
        assertThat(library.entered()).endsWith("SCardCancel");
        library.letGo("SCardGetStatusChange");
        waiting.join();
        listing.join();
        transmitting.join();
        assertThat(library.entered()).contains("SCardListReaders", "SCardTransmit");
    }

    @Test
    void commands_to_cards_wait_for_nobody() throws InterruptedException {
        connect(pcsc);
        library.hold("SCardTransmit");
        Thread first = start(() -> pcsc.transmit(CARD, Protocol.T1, new byte[5], new byte[258]));
        untilIn("SCardTransmit");
        pcsc.establishContext(Scope.SYSTEM);
        pcsc.answer(new Call.Disconnect(77, Disposition.LEAVE));
        library.letGo("SCardTransmit");
        first.join();
    }

    @Test
    void other_platforms_get_every_call_when_it_comes() throws InterruptedException {
        var windows = new HeldLibrary(Platform.WINDOWS, arena);
        Pcsc winscard = windows.open();
        connect(winscard);
        windows.hold("SCardGetStatusChange");
        Thread waiting = start(() -> winscard.getStatusChange(CONTEXT, Pcsc.INFINITE, List.of()));
        until(() -> windows.entered().contains("SCardGetStatusChange"));
        winscard.listReaders(CONTEXT);
        winscard.releaseContext(CONTEXT);
        assertThat(windows.entered()).endsWith("SCardListReaders", "SCardReleaseContext");
        windows.letGo("SCardGetStatusChange");
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

    private void untilIn(String function) {
        until(() -> library.entered().contains(function));
    }

    private static void untilItWaits(Thread thread) {
        until(() -> thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
    }

    private static void until(BooleanSupplier condition) {
        Await.until("the condition holds", condition::getAsBoolean);
    }
}
