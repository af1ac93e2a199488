package dev.puce.backend.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.wire.ReaderEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The states as computed by libpcsclite: presence, mute card, sharing, counter.
class ReaderEventsTest {
    private static final int POWERED_CARD = CardState.PRESENT | CardState.POWERED | CardState.NEGOTIABLE;
    private static final Bytes ATR = Bytes.hex("3B 00");

    @ParameterizedTest
    @CsvSource({
        // state in the table, sharing, counter, current state -> event state
        "0x34,  0, 1, 0x00000000, 0x00010022", // unaware: always changed
        "0x34,  0, 1, 0x00010020, 0x00010020", // known
        "0x34,  0, 2, 0x00010020, 0x00020022", // counter
        "0x34,  0, 2, 0x00000020, 0x00020020", // a counter of 0 is not compared
        "0x34,  0, 1, 0x00010010, 0x00010022", // card came
        "0x02,  0, 2, 0x00000020, 0x00020012", // card went
        "0x02,  0, 2, 0x00020010, 0x00020010",
        "0x0C,  0, 1, 0x00010020, 0x00010222", // mute
        "0x0C,  0, 1, 0x00010220, 0x00010220",
        "0x34,  0, 1, 0x00010220, 0x00010022", // no longer mute
        "0x34,  1, 1, 0x00010020, 0x00010120", // in use: reported, but not a change
        "0x34,  0, 1, 0x00010120, 0x00010022", // no longer in use
        "0x34, -1, 1, 0x00010020, 0x000100A0", // exclusive: reported, but not a change
        "0x34, -1, 1, 0x00010120, 0x000100A2", // from in use to exclusive
        "0x34,  2, 1, 0x000100A0, 0x00010122", // from exclusive to in use
        "0x02,  1, 2, 0x00020010, 0x00020010", // a direct connection without card is not "in use"
        "0x34,  0, 1, 0x00000004, 0x00010022", // the reader is back
        "0x34,  0, 1, 0x00010028, 0x00010022", // available again
        "0x01,  0, 1, 0x00010020, 0x0001000A" // the driver failed
    })
    void present_computes_the_event_state(String state, int sharing, int counter, String current, String event) {
        var entry = ReaderEntry.of("r", counter, Integer.decode(state), sharing, ATR, 2);
        var query = new ReaderQuery("r", new EventState(Integer.decode(current)));
        assertThat(ReaderEvents.present(query, entry).eventState()).isEqualTo(new EventState(Integer.decode(event)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0x0E", "0x20, 0x0E", "0x0C, 0x0C"})
    void gone_reports_an_unknown_reader(String current, String event) {
        var query = new ReaderQuery("r", new EventState(Integer.decode(current)));
        assertThat(ReaderEvents.gone(query).eventState().value()).isEqualTo(Integer.decode(event));
    }

    @ParameterizedTest
    @CsvSource({"\\\\?PnP?\\Notification, true", "\\\\?pnp?\\notification, true", "PnP, false"})
    void pseudo_reader_name_is_case_insensitive(String name, boolean plugAndPlay) {
        assertThat(ReaderEvents.isPlugAndPlay(new ReaderQuery(name, EventState.UNAWARE)))
                .isEqualTo(plugAndPlay);
    }

    @Test
    void atr_is_reported_only_with_a_card() {
        var query = new ReaderQuery("r", EventState.UNAWARE);
        var with = ReaderEntry.of("r", 1, POWERED_CARD, 0, ATR, 2);
        var without = ReaderEntry.of("r", 1, CardState.ABSENT, 0, ATR, 0); // stale ATR
        assertThat(ReaderEvents.present(query, with).atr()).isEqualTo(ATR);
        assertThat(ReaderEvents.present(query, without).atr()).isEqualTo(Bytes.EMPTY);
    }
}
