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
    void initial_lists_each_reader_before_its_card() {
        assertThat(ReaderChanges.initial(snapshot(card("a", 1, ATR), empty("b", 0))))
                .containsExactly(
                        new ReaderArrived("a", true), new CardInserted("a", ATR, true), new ReaderArrived("b", true));
    }

    @Test
    void equal_snapshots_give_no_events() {
        assertThat(changes(card("a", 1, ATR), card("a", 1, ATR))).isEmpty();
    }

    @Test
    void insertion_and_removal_give_one_event_each() {
        assertThat(changes(empty("a", 0), card("a", 1, ATR))).containsExactly(new CardInserted("a", ATR, false));
        assertThat(changes(card("a", 1, ATR), empty("a", 2))).containsExactly(new CardRemoved("a", ATR));
    }

    @Test
    void counter_reveals_a_card_swapped_for_an_equal_one() {
        assertThat(changes(card("a", 1, ATR), card("a", 3, ATR)))
                .containsExactly(new CardRemoved("a", ATR), new CardInserted("a", ATR, false));
    }

    @Test
    void counter_reveals_a_card_inserted_and_removed_between_snapshots() {
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
    void late_or_restarted_counter_gives_no_false_events() {
        assertThat(changes(card("a", 1, ATR), empty("a", 1))).containsExactly(new CardRemoved("a", ATR));
        assertThat(changes(empty("a", 1), empty("a", 2))).isEmpty();
        assertThat(changes(card("a", 500, ATR), card("a", 1, ATR))).isEmpty();
    }

    @Test
    void different_atr_is_a_different_card_without_a_counter() {
        assertThat(changes(card("a", 0, ATR), card("a", 0, OTHER)))
                .containsExactly(new CardRemoved("a", ATR), new CardInserted("a", OTHER, false));
    }

    @Test
    void mute_card_that_answers_leaves_and_arrives_again() {
        assertThat(changes(card("a", 1, Bytes.EMPTY), card("a", 1, ATR)))
                .containsExactly(new CardRemoved("a", Bytes.EMPTY), new CardInserted("a", ATR, false));
    }

    @Test
    void different_atr_after_a_reset_is_the_same_card() {
        assertThat(changes(card("a", 1, ATR), card("a", 1, OTHER)))
                .singleElement()
                .isInstanceOf(StateChanged.class);
    }

    @Test
    void leaving_reader_removes_its_card_first() {
        assertThat(ReaderChanges.between(snapshot(card("a", 1, ATR)), Map.of()))
                .containsExactly(new CardRemoved("a", ATR), new ReaderLeft("a"));
    }

    @Test
    void use_by_another_program_is_a_state_change() {
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
