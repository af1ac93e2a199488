package dev.puce.cards.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.cards.event.ReaderEvent.CardInserted;
import dev.puce.cards.event.ReaderEvent.CardRemoved;
import dev.puce.cards.event.ReaderEvent.ReaderArrived;
import dev.puce.cards.event.ReaderEvent.ReaderLeft;
import dev.puce.cards.event.ReaderEvent.StateChanged;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.ReaderState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReaderChangesTest {
    private static final Bytes ATR = Bytes.hex("3B00");
    private static final Bytes OTHER = Bytes.hex("3B80800101");

    @Test
    void what_is_there_is_told_to_a_newcomer_reader_before_card() {
        assertThat(ReaderChanges.initial(snapshot(card("a", 1, ATR), empty("b", 0))))
                .containsExactly(
                        new ReaderArrived("a", true), new CardInserted("a", ATR, true), new ReaderArrived("b", true));
    }

    @Test
    void nothing_changed_nothing_told() {
        assertThat(changes(card("a", 1, ATR), card("a", 1, ATR))).isEmpty();
    }

    @Test
    void a_card_comes_and_goes() {
        assertThat(changes(empty("a", 0), card("a", 1, ATR))).containsExactly(new CardInserted("a", ATR, false));
        assertThat(changes(card("a", 1, ATR), empty("a", 2))).containsExactly(new CardRemoved("a", ATR));
    }

    @Test
    void a_card_changed_for_its_twin_between_two_looks_is_seen_by_the_counter() {
        assertThat(changes(card("a", 1, ATR), card("a", 3, ATR)))
                .containsExactly(new CardRemoved("a", ATR), new CardInserted("a", ATR, false));
    }

    @Test
    void a_card_that_came_and_went_between_two_looks_is_not_missed() {
        assertThat(changes(empty("a", 4), empty("a", 6)))
                .containsExactly(new CardInserted("a", Bytes.EMPTY, false), new CardRemoved("a", Bytes.EMPTY));
        assertThat(changes(card("a", 1, ATR), empty("a", 4)))
                .containsExactly(
                        new CardRemoved("a", ATR),
                        new CardInserted("a", Bytes.EMPTY, false),
                        new CardRemoved("a", Bytes.EMPTY));
    }

    @Test
    void the_counter_wraps_round_after_65535() {
        assertThat(changes(card("a", 0xFFFF, ATR), empty("a", 0))).containsExactly(new CardRemoved("a", ATR));
    }

    @Test
    void a_counter_that_is_late_or_began_anew_does_not_invent_events() {
        assertThat(changes(card("a", 1, ATR), empty("a", 1))).containsExactly(new CardRemoved("a", ATR));
        assertThat(changes(empty("a", 1), empty("a", 2))).isEmpty();
        assertThat(changes(card("a", 500, ATR), card("a", 1, ATR))).isEmpty();
    }

    @Test
    void without_a_counter_another_atr_is_another_card() {
        assertThat(changes(card("a", 0, ATR), card("a", 0, OTHER)))
                .containsExactly(new CardRemoved("a", ATR), new CardInserted("a", OTHER, false));
    }

    @Test
    void a_mute_card_that_answers_now_leaves_and_comes_again() {
        assertThat(changes(card("a", 1, Bytes.EMPTY), card("a", 1, ATR)))
                .containsExactly(new CardRemoved("a", Bytes.EMPTY), new CardInserted("a", ATR, false));
    }

    @Test
    void a_card_that_answers_otherwise_to_another_reset_is_the_same_card() {
        assertThat(changes(card("a", 1, ATR), card("a", 1, OTHER)))
                .singleElement()
                .isInstanceOf(StateChanged.class);
    }

    @Test
    void a_reader_that_leaves_takes_its_card_along() {
        assertThat(ReaderChanges.between(snapshot(card("a", 1, ATR)), Map.of()))
                .containsExactly(new CardRemoved("a", ATR), new ReaderLeft("a"));
    }

    @Test
    void use_by_others_is_a_change_of_state() {
        var used = new ReaderState(
                "a", Optional.empty(), new EventState(1 << 16 | EventState.PRESENT | EventState.INUSE), ATR);
        assertThat(changes(card("a", 1, ATR), used))
                .containsExactly(new StateChanged("a", card("a", 1, ATR).eventState(), used.eventState()));
    }

    private static List<ReaderEvent> changes(ReaderState before, ReaderState now) {
        return ReaderChanges.between(snapshot(before), snapshot(now));
    }

    private static Map<String, ReaderState> snapshot(ReaderState... states) {
        return ReaderChanges.byName(List.of(states));
    }

    private static ReaderState card(String reader, int count, Bytes atr) {
        return new ReaderState(reader, Optional.empty(), new EventState(count << 16 | EventState.PRESENT), atr);
    }

    private static ReaderState empty(String reader, int count) {
        return new ReaderState(reader, Optional.empty(), new EventState(count << 16 | EventState.EMPTY), Bytes.EMPTY);
    }
}
