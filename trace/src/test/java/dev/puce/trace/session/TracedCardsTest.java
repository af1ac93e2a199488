package dev.puce.trace.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.ReaderState;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.Calls;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class TracedCardsTest {
    private static final String READER = "Reader 00 00";
    private static final String SELECT_PIV = "00A4040009A00000030800001000";
    private static final String GET_CERTIFICATE = "00CB3FFF055C035FC105";
    private static final Bytes ATR = Bytes.hex("3B8180018080");

    private final TracedCards cards = new TracedCards();

    private Observation observe(Call call, Result result) {
        return cards.observe(Calls.traced(1, call, result));
    }

    private void connect(long card, String reader) {
        observe(new Call.Connect(1, reader, ShareMode.SHARED, Protocols.ANY), new Result.Connect(card, Protocol.T1));
    }

    private Observation transmit(long card, String command, String response) {
        return observe(
                new Call.Transmit(card, Calls.T1, Bytes.hex(command), OptionalLong.empty()),
                new Result.Transmit(Calls.T1, Bytes.hex(response)));
    }

    private List<CardChange> change(int state, Bytes atr) {
        var found = new ReaderState(READER, Optional.empty(), new EventState(state), atr);
        return observe(
                        new Call.GetStatusChange(1, OptionalLong.empty(), Optional.empty()),
                        new Result.GetStatusChange(List.of(found)))
                .changes();
    }

    private String application(long card) {
        return transmit(card, GET_CERTIFICATE, "6A82")
                .exchange()
                .orElseThrow()
                .context()
                .confidence()
                .name();
    }

    @Test
    void programs_share_the_card_of_a_reader() {
        connect(7, READER);
        connect(8, READER);
        connect(9, "Other 01 00");
        transmit(7, SELECT_PIV, "9000");
        assertThat(application(8)).isEqualTo("SELECTED");
        assertThat(application(9)).isNotEqualTo("SELECTED");
    }

    @Test
    void reset_at_the_end_of_a_connection_or_transaction_clears_the_card() {
        for (Call end : List.of(
                new Call.Disconnect(7, Disposition.RESET),
                new Call.EndTransaction(7, Disposition.RESET),
                new Call.Reconnect(7, ShareMode.SHARED, Protocols.ANY, Disposition.UNPOWER))) {
            connect(7, READER);
            transmit(7, SELECT_PIV, "9000");
            observe(end, Result.NONE);
            connect(7, READER);
            assertThat(application(7)).as(end.name()).isNotEqualTo("SELECTED");
        }
    }

    @Test
    void selected_name_belongs_to_the_card_and_ends_with_a_reset() {
        connect(7, READER);
        connect(8, READER);
        assertThat(transmit(7, SELECT_PIV, "9000").aid()).isEmpty();
        assertThat(transmit(8, GET_CERTIFICATE, "6A82").aid()).hasValue(Bytes.hex("A000000308000010 00"));
        observe(new Call.EndTransaction(7, Disposition.RESET), Result.NONE);
        assertThat(transmit(8, GET_CERTIFICATE, "6A82").aid()).isEmpty();
    }

    @Test
    void disconnection_that_leaves_the_card_keeps_the_selection() {
        connect(7, READER);
        transmit(7, SELECT_PIV, "9000");
        observe(new Call.Disconnect(7, Disposition.LEAVE), Result.NONE);
        connect(8, READER);
        assertThat(application(8)).isEqualTo("SELECTED");
    }

    @Test
    void reported_reset_clears_the_card_unless_the_trace_showed_it() {
        connect(7, READER);
        connect(8, READER);
        transmit(7, SELECT_PIV, "9000");
        observe(new Call.Reconnect(7, ShareMode.SHARED, Protocols.ANY, Disposition.RESET), Result.NONE);
        transmit(7, SELECT_PIV, "9000");
        var told = Calls.traced(1, new Call.BeginTransaction(8), ReturnCode.RESET_CARD, Result.NONE);
        cards.observe(told);
        assertThat(application(7)).as("already known").isEqualTo("SELECTED");
        cards.observe(told);
        assertThat(application(7)).as("by another program").isNotEqualTo("SELECTED");
    }

    @Test
    void reports_insertions_and_removals_after_the_first_state() {
        assertThat(change(0x00010022, ATR)).isEmpty();
        assertThat(change(0x00010122, ATR)).isEmpty();
        assertThat(change(0x00020012, Bytes.EMPTY)).containsExactly(new CardChange(READER, false, Bytes.EMPTY));
        assertThat(change(0x00030022, ATR)).containsExactly(new CardChange(READER, true, ATR));
        assertThat(change(0x00050022, ATR)).as("exchanged meanwhile").hasSize(1);
    }

    @Test
    void other_card_in_the_reader_has_no_selection() {
        change(0x00010022, ATR);
        connect(7, READER);
        transmit(7, SELECT_PIV, "9000");
        change(0x00030022, ATR);
        assertThat(application(7)).isNotEqualTo("SELECTED");
    }

    @Test
    void mark_with_an_atr_clears_the_card_of_its_program() {
        transmit(Call.UNKNOWN_HANDLE, SELECT_PIV, "9000");
        assertThat(application(Call.UNKNOWN_HANDLE)).isEqualTo("SELECTED");
        observe(new Call.Mark("card ATR", "", Optional.of(ATR)), Result.NONE);
        assertThat(application(Call.UNKNOWN_HANDLE)).isNotEqualTo("SELECTED");
    }

    @Test
    void continued_exchange_keeps_its_number() {
        connect(7, READER);
        transmit(7, SELECT_PIV, "9000");
        var first = transmit(7, "00CB3FFF055C035FC10500", "6104").exchange().orElseThrow();
        var second = transmit(7, "00C0000004", "530254009000").exchange().orElseThrow();
        assertThat(second.number()).isEqualTo(first.number());
        assertThat(second.size()).isEqualTo(2);
    }

    @Test
    void call_that_never_returned_has_an_exchange_without_answer() {
        connect(7, READER);
        var call = new Call.Transmit(7, Calls.T1, Bytes.hex(SELECT_PIV), OptionalLong.empty());
        var seen = cards.observe(new TracedCall(2, Calls.CALLER, 1, call, Optional.empty()));
        assertThat(seen.exchange().orElseThrow().response()).isEmpty();
    }
}
