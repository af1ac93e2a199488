package dev.puce.service.engine;

import static dev.puce.service.engine.EngineFixture.ANY;
import static dev.puce.service.engine.EngineFixture.EJECT;
import static dev.puce.service.engine.EngineFixture.EXCLUSIVE;
import static dev.puce.service.engine.EngineFixture.LEAVE;
import static dev.puce.service.engine.EngineFixture.RESET;
import static dev.puce.service.engine.EngineFixture.SHARED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.wire.Request;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// CardTransactions and locks between programs, as in pcscd.
class TransactionsTest {
    private final EngineFixture it = EngineFixture.withCard();
    private FakeClient first;
    private FakeClient second;
    private int one;
    private int two;

    @BeforeEach
    void two_programs_share_the_card() {
        first = it.client();
        second = it.client();
        one = first.open(it.reader, SHARED, ANY);
        two = second.open(it.reader, SHARED, ANY);
    }

    @Test
    void lock_refuses_requests_of_other_handles() {
        first.ask(new Request.BeginTransaction(one));
        assertThat(second.code(EngineFixture.transmit(two, "00B0000000"))).isEqualTo("8010000B");
        assertThat(second.code(new Request.Status(two))).isEqualTo("8010000B");
        assertThat(second.code(new Request.GetAttrib(two, 0x00090303))).isEqualTo("8010000B");
        assertThat(second.code(new Request.Reconnect(two, SHARED, ANY, LEAVE, 0)))
                .isEqualTo("8010000B");
        assertThat(second.code(new Request.EndTransaction(two, LEAVE))).isEqualTo("8010000B");
        assertThat(second.code(new Request.EndTransaction(two, RESET))).isEqualTo("8010000B");
        assertThat(second.code(new Request.Disconnect(two, LEAVE))).isEqualTo("00000000");
        assertThat(first.code(EngineFixture.transmit(one, "0001000000"))).isEqualTo("00000000");
    }

    @Test
    void refused_begin_is_answered_after_a_tenth_of_a_second() {
        first.ask(new Request.BeginTransaction(one));
        second.forgetNotes();
        second.send(new Request.BeginTransaction(two));
        it.loop.pass(Duration.ofMillis(99));
        assertThat(second.notes()).isEmpty();
        it.loop.pass(Duration.ofMillis(1));
        assertThat(FakeClient.code(second.reply())).isEqualTo("8010000B");
        assertThat(it.reader.lock.waiting())
                .as("a refused request no longer waits")
                .isZero();
    }

    @Test
    void waiting_begin_gets_the_lock_as_soon_as_it_is_free() {
        first.ask(new Request.BeginTransaction(one));
        second.forgetNotes();
        second.send(new Request.BeginTransaction(two));
        first.ask(new Request.EndTransaction(one, LEAVE));
        assertThat(FakeClient.code(second.reply())).isEqualTo("00000000");
        it.loop.pass(Duration.ofSeconds(1));
        assertThat(second.notes()).as("no second response").hasSize(1);
        assertThat(first.code(new Request.Status(one))).isEqualTo("8010000B");
    }

    @Test
    void transactions_nest() {
        first.ask(new Request.BeginTransaction(one));
        first.ask(new Request.BeginTransaction(one));
        first.ask(new Request.EndTransaction(one, LEAVE));
        assertThat(second.code(new Request.Status(two))).isEqualTo("8010000B");
        first.ask(new Request.EndTransaction(one, LEAVE));
        assertThat(second.code(new Request.Status(two))).isEqualTo("00000000");
        assertThat(first.code(new Request.EndTransaction(one, LEAVE))).isEqualTo("80100016");
    }

    @Test
    void end_with_reset_affects_all_handles_including_its_own() {
        first.ask(new Request.BeginTransaction(one));
        assertThat(first.code(new Request.EndTransaction(one, RESET))).isEqualTo("00000000");
        assertThat(first.code(new Request.Status(one))).isEqualTo("80100068");
        assertThat(second.code(new Request.Status(two))).isEqualTo("80100068");
    }

    @Test
    void end_with_eject_ends_the_transaction_and_reports_no_eject() {
        first.ask(new Request.BeginTransaction(one));
        assertThat(first.code(new Request.EndTransaction(one, EJECT))).isEqualTo("8010001F");
        assertThat(second.code(new Request.Status(two))).isEqualTo("00000000");
    }

    @Test
    void disconnect_with_reset_waits_for_another_transaction() {
        first.ask(new Request.BeginTransaction(one));
        second.forgetNotes();
        second.send(new Request.Disconnect(two, RESET));
        assertThat(second.notes()).isEmpty();
        first.ask(new Request.EndTransaction(one, LEAVE));
        assertThat(FakeClient.code(second.reply())).isEqualTo("00000000");
        assertThat(first.code(new Request.Status(one))).isEqualTo("80100068");
    }

    @Test
    void end_of_a_program_with_the_lock_frees_and_resets_the_card() {
        first.ask(new Request.BeginTransaction(one));
        first.die();
        assertThat(second.code(new Request.Status(two))).isEqualTo("80100068");
        assertThat(it.entry().sharing()).isEqualTo(1);
    }

    @Test
    void end_of_a_program_without_the_lock_does_not_reset_the_card() {
        first.die();
        assertThat(second.code(new Request.Status(two))).isEqualTo("00000000");
    }

    @Test
    void releasing_the_context_closes_its_handles() {
        first.ask(new Request.BeginTransaction(one));
        assertThat(first.code(new Request.ReleaseContext(first.context()))).isEqualTo("00000000");
        assertThat(second.code(new Request.Status(two))).isEqualTo("80100068");
        assertThat(it.entry().sharing()).isEqualTo(1);
    }

    @Test
    void exclusive_use_blocks_transactions_and_ends_with_the_handle() {
        second.ask(new Request.Disconnect(two, LEAVE));
        first.ask(new Request.Reconnect(one, EXCLUSIVE, ANY, LEAVE, 0));
        assertThat(first.code(new Request.BeginTransaction(one))).isEqualTo("00000000");
        assertThat(first.code(new Request.EndTransaction(one, LEAVE))).isEqualTo("00000000");
        assertThat(first.code(new Request.EndTransaction(one, LEAVE))).isEqualTo("80100016");
        first.ask(new Request.Disconnect(one, LEAVE));
        second.open(it.reader, SHARED, ANY);
    }

    @Test
    void removal_ends_the_transaction() {
        first.ask(new Request.BeginTransaction(one));
        it.engine.remove(it.reader);
        assertThat(first.code(new Request.EndTransaction(one, LEAVE))).isEqualTo("80100069");
        assertThat(second.code(new Request.Status(two))).isEqualTo("80100069");
        assertThat(second.code(new Request.Reconnect(two, SHARED, ANY, LEAVE, 0)))
                .isEqualTo("8010000C");
        assertThat(first.code(new Request.Disconnect(one, LEAVE))).isEqualTo("00000000");
    }
}
