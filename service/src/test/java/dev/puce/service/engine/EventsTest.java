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

/// Waits for cards and readers: one message of 8 bytes per WAIT.
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
    void wait_of_4_4_returns_the_states_and_then_one_event() {
        var states = (Reply.ReadersState) old.ask(await(ProtocolVersion.V4_4));
        assertThat(states.entries()).hasSize(16);
        old.forgetNotes();
        it.insert(new EchoCard());
        it.engine.remove(it.reader);
        assertThat(old.notes()).containsExactly(new Got(Reply.Event.CHANGED));
    }

    @Test
    void stop_is_answered_only_while_a_wait_is_registered() {
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
    void event_between_the_steps_of_4_6_is_deferred_until_the_array_is_sent() {
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
    void client_of_4_6_that_requests_no_states_still_gets_its_event() {
        FakeClient client = FakeClient.establish(it.engine, ProtocolVersion.V4_6);
        client.send(await(ProtocolVersion.V4_6));
        client.forgetNotes();
        it.insert(new EchoCard());
        assertThat(client.notes()).isEmpty();
        it.loop.pass(EventWait.STEP_TIMEOUT);
        assertThat(client.notes()).containsExactly(new Got(Reply.Event.CHANGED));
    }

    @Test
    void deferred_event_replaces_the_response_to_stop() {
        FakeClient client = FakeClient.establish(it.engine, ProtocolVersion.V4_6);
        client.send(await(ProtocolVersion.V4_6));
        it.insert(new EchoCard());
        client.forgetNotes();
        client.send(stop(ProtocolVersion.V4_6));
        it.loop.pass(Duration.ofSeconds(1));
        assertThat(client.notes()).containsExactly(new Got(Reply.Event.CHANGED), new Nothing());
    }

    @Test
    void cancel_wakes_a_waiting_client_and_is_not_stored() {
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
    void added_and_removed_readers_are_counted_and_reported() {
        int before = ((Reply.ReaderEvents) old.ask(new Request.GetReaderEvents())).readerEvents();
        old.ask(await(ProtocolVersion.V4_4));
        old.forgetNotes();
        EngineReader second = it.engine.addReader("Second", ReaderProfile.SIMPLE);
        assertThat(old.notes()).containsExactly(new Got(Reply.Event.CHANGED));
        it.engine.unplug(second);
        assertThat(old.ask(new Request.GetReaderEvents())).isEqualTo(new Reply.ReaderEvents(before + 2, 0));
    }

    @Test
    void sharing_change_is_reported_after_a_delay_unless_it_reverts() {
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
    void disconnected_client_gets_no_event() {
        old.ask(await(ProtocolVersion.V4_4));
        old.forgetNotes();
        old.die();
        it.insert(new EchoCard());
        assertThat(old.notes()).isEmpty();
    }
}
