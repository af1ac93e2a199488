package dev.puce.service.engine;

import static dev.puce.service.engine.EngineFixture.ANY;
import static dev.puce.service.engine.EngineFixture.LEAVE;
import static dev.puce.service.engine.EngineFixture.SHARED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.service.card.EchoCard;
import dev.puce.service.engine.FakeClient.Got;
import dev.puce.service.engine.FakeClient.Nothing;
import dev.puce.service.reader.ReaderProfile;
import dev.puce.wire.ProtocolVersion;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Waiting for cards and readers: one WAIT, one message of 8 bytes.
class EventsTest {
    private final EngineFixture it = new EngineFixture();
    private final FakeClient old = it.client();

    private static Request await(ProtocolVersion version) {
        return Request.WaitReaderStateChange.of(version);
    }

    private static Request stop(ProtocolVersion version) {
        return Request.StopWaitingReaderStateChange.of(version);
    }

    @Test
    void a_wait_of_4_4_is_answered_with_the_states_and_then_with_one_event() {
        var states = (Reply.ReadersState) old.ask(await(ProtocolVersion.V4_4));
        assertThat(states.entries()).hasSize(16);
        old.forgetNotes();
        it.insert(new EchoCard());
        it.engine.remove(it.reader);
        assertThat(old.notes()).containsExactly(new Got(Reply.Event.CHANGED));
    }

    @Test
    void stop_is_answered_only_to_who_still_waits() {
        old.ask(await(ProtocolVersion.V4_4));
        assertThat(old.ask(stop(ProtocolVersion.V4_4))).isEqualTo(new Reply.StopWaitingReaderStateChange(0, 0));

        old.ask(await(ProtocolVersion.V4_4));
        it.insert(new EchoCard());
        old.forgetNotes();
        old.send(stop(ProtocolVersion.V4_4));
        assertThat(old.notes()).containsExactly(new Nothing());
    }

    @Test
    void two_waits_get_two_events() {
        old.ask(await(ProtocolVersion.V4_4));
        old.ask(await(ProtocolVersion.V4_4));
        old.forgetNotes();
        it.insert(new EchoCard());
        assertThat(old.notes()).containsExactly(new Got(Reply.Event.CHANGED), new Got(Reply.Event.CHANGED));
    }

    @Test
    void an_event_between_the_steps_of_4_6_is_held_back_until_the_array_is_out() {
        FakeClient client = FakeClient.establish(it.engine, ProtocolVersion.V4_6);
        client.forgetNotes();
        client.send(await(ProtocolVersion.V4_6));
        it.insert(new EchoCard());
        client.send(new Request.GetReadersStateSize());
        it.loop.pass(Duration.ofSeconds(1));
        assertThat(client.notes()).containsExactly(new Nothing(), new Got(new Reply.ReadersStateSize(16)));
        client.send(new Request.GetReadersStateArray());
        assertThat(client.notes()).hasSize(4);
        assertThat(client.notes().get(3)).isEqualTo(new Got(Reply.Event.CHANGED));
    }

    @Test
    void a_client_of_4_6_that_asks_for_no_states_gets_its_event_all_the_same() {
        FakeClient client = FakeClient.establish(it.engine, ProtocolVersion.V4_6);
        client.send(await(ProtocolVersion.V4_6));
        client.forgetNotes();
        it.insert(new EchoCard());
        assertThat(client.notes()).isEmpty();
        it.loop.pass(EventWait.STEP_PATIENCE);
        assertThat(client.notes()).containsExactly(new Got(Reply.Event.CHANGED));
    }

    @Test
    void an_event_held_back_takes_the_place_of_the_answer_to_stop() {
        FakeClient client = FakeClient.establish(it.engine, ProtocolVersion.V4_6);
        client.send(await(ProtocolVersion.V4_6));
        it.insert(new EchoCard());
        client.forgetNotes();
        client.send(stop(ProtocolVersion.V4_6));
        it.loop.pass(Duration.ofSeconds(1));
        assertThat(client.notes()).containsExactly(new Got(Reply.Event.CHANGED), new Nothing());
    }

    @Test
    void cancel_wakes_the_one_that_waits_and_is_not_kept_for_later() {
        FakeClient canceller = FakeClient.connect(it.engine);
        assertThat(canceller.code(new Request.Cancel(old.context())))
                .as("nobody waits")
                .isEqualTo("00000000");
        old.ask(await(ProtocolVersion.V4_4));
        old.forgetNotes();
        assertThat(canceller.code(new Request.Cancel(old.context()))).isEqualTo("00000000");
        assertThat(old.notes()).containsExactly(new Got(Reply.Event.CANCELLED));
        assertThat(canceller.code(new Request.Cancel(old.context() ^ 1))).isEqualTo("80100003");
    }

    @Test
    void readers_that_come_and_go_are_counted_and_told() {
        int before = ((Reply.ReaderEvents) old.ask(new Request.GetReaderEvents())).readerEvents();
        old.ask(await(ProtocolVersion.V4_4));
        old.forgetNotes();
        EngineReader second = it.engine.plug("Second", ReaderProfile.SIMPLE);
        assertThat(old.notes()).containsExactly(new Got(Reply.Event.CHANGED));
        it.engine.unplug(second);
        assertThat(old.ask(new Request.GetReaderEvents())).isEqualTo(new Reply.ReaderEvents(before + 2, 0));
    }

    @Test
    void another_number_of_handles_is_told_soon_and_a_passing_one_not_at_all() {
        it.insert(new EchoCard());
        old.ask(await(ProtocolVersion.V4_4));
        old.forgetNotes();
        FakeClient other = it.client();
        int card = other.open(it.reader, SHARED, ANY);
        other.ask(new Request.Disconnect(card, LEAVE));
        it.loop.pass(Duration.ofSeconds(1));
        assertThat(old.notes()).isEmpty();

        other.open(it.reader, SHARED, ANY);
        it.loop.pass(Duration.ofSeconds(1));
        assertThat(old.notes()).containsExactly(new Got(Reply.Event.CHANGED));
    }

    @Test
    void who_is_gone_is_not_told() {
        old.ask(await(ProtocolVersion.V4_4));
        old.forgetNotes();
        old.die();
        it.insert(new EchoCard());
        assertThat(old.notes()).isEmpty();
    }
}
