package dev.puce.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.Await;
import dev.puce.testkit.Calls;
import dev.puce.trace.filter.Filter;
import dev.puce.trace.filter.FilterSyntaxException;
import dev.puce.trace.session.Observation;
import dev.puce.trace.session.TracedCards;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceIndexTest {
    private static int[] filtered(TraceIndex index, String filter) throws FilterSyntaxException {
        var rows = FilteredRows.start(Filter.parse(filter), index);
        Await.until("the filter is done", rows::isDone);
        return rows.rows(index.rows());
    }

    @Test
    void a_filter_that_needs_the_selected_application_works_in_every_block() throws FilterSyntaxException {
        int count = 3 * CallStore.BLOCK + 100;
        var index = Traces.index(Traces.many(count));
        assertThat(filtered(index, "app = piv and tries = 2")).hasSize(count / 2 - 1);
        assertThat(filtered(index, "app = openpgp")).isEmpty();
    }

    /// The calls of the open block are read, those of full blocks are indexed.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "error",
                "not error",
                "hidden",
                "probe or handled or poll or unfinished",
                "sw = 63C2",
                "sw != 63C2",
                "ins = verify",
                "cla = 00 and aid ~ A000000308*",
                "function = transmit",
                "code = 0",
                "reader ~ Reader",
                "app = piv",
                "tries < 3",
                "pid > 0",
                "uid = 0",
                "connection = 1",
                "program ~ *",
                "thread ~ *",
                "seq >= 1000 and seq < 1100",
                "time > 1s",
                "duration > 1us and not (tries = 2 or seq = 7)",
                "p1 = 3F",
                "p2 != FF",
                "sent ~ 5FC1 and not received ~ 9000",
                "data != 5FC10C",
                "data ~ 5FC10C",
                "received ~ 6A82",
                "object = 5FC10C",
                "tag ~ 5F*"
            })
    void the_index_and_the_calls_give_the_same_answer(String text) throws FilterSyntaxException {
        var calls = Traces.many(CallStore.BLOCK + 100);
        var filter = Filter.parse(text);
        var cards = new TracedCards();
        long expected = calls.stream()
                .filter(call -> filter.matches(call, cards.observe(call)))
                .count();
        var found = FilteredRows.start(filter, Traces.index(calls));
        Await.until("the filter is done", found::isDone);
        found.rows(new RowStore(TraceIndex.FOLDED));
        assertThat(found.matchingCalls()).isEqualTo((int) expected);
    }

    @Test
    void a_filter_sees_calls_that_come_after_its_start() throws FilterSyntaxException {
        var index = new TraceIndex();
        Traces.piv().forEach(index::accept);
        index.flush();
        var rows = FilteredRows.start(Filter.parse("error"), index);
        Await.until("the filter is done", rows::isDone);
        int before = rows.rows(index.rows()).length;
        index.accept(Calls.transmit(5, "00A4040000", "6A82"));
        index.flush();
        assertThat(rows.rows(index.rows())).hasSize(before + 1);
    }

    /// The numbers of the calls of program A contain that of program B.
    @Test
    void a_filter_does_not_show_a_row_of_another_program() throws FilterSyntaxException {
        var index = Traces.index(Traces.interleaved());
        assertThat(filtered(index, "program = A")).containsExactly(0, 2);
        assertThat(filtered(index, "program = B")).containsExactly(1);
        assertThat(filtered(index, "seq = 2")).containsExactly(1);
        assertThat(index.rows().rows(0, 1, 2))
                .extracting(row -> row.substring(0, row.indexOf(",\"start\"")))
                .containsExactly(
                        "{\"first\":1,\"last\":3,\"numbers\":\"1-3\"",
                        "{\"first\":5,\"last\":5,\"numbers\":\"5\"",
                        "{\"first\":6,\"last\":6,\"numbers\":\"6\"");
    }

    @Test
    void a_call_is_in_a_row_of_its_program() {
        var index = Traces.index(Traces.interleaved());
        assertThat(index.rowOf(2, index.rows())).isEqualTo(1);
        assertThat(index.rowOf(3, index.rows())).isZero();
        assertThat(index.rowOf(99, index.rows())).isEqualTo(-1);
        assertThat(numbers(index, 1, 3)).containsExactly(1L, 3L);
        assertThat(numbers(index, 2, 2)).containsExactly(2L);
    }

    /// The numbers of the calls that a row of the folded list shows.
    private static List<Long> numbers(TraceIndex index, long first, long last) {
        return index.callsOfRow(first, last, index.rows()).stream()
                .map(seen -> seen.call().sequence())
                .toList();
    }

    @Test
    void a_row_shows_no_call_of_another_thread_of_its_program() {
        var index = Traces.index(Traces.threads());
        assertThat(index.rows().rows(0, 1, 2))
                .extracting(row -> row.replaceAll(".*\"numbers\":\"([^\"]*)\".*", "$1"))
                .containsExactly("1-4", "2", "6+1");
        assertThat(numbers(index, 1, 4)).containsExactly(1L, 4L);
        assertThat(numbers(index, 6, 8)).containsExactly(6L, 8L);
    }

    /// The start of the transaction, call 3, ends between the calls of the first row. It counts for this row.
    @Test
    void the_border_of_a_transaction_is_not_a_call_of_the_row_for_which_it_counts() throws FilterSyntaxException {
        var index = Traces.index(Traces.threads());
        assertThat(filtered(index, "function = BeginTransaction")).containsExactly(0);
        assertThat(index.rowOf(3, index.rows())).isZero();
        assertThat(numbers(index, 3, 3)).containsExactly(3L);
    }

    /// Between the borders of a transaction and its rows, the other program calls.
    @Test
    void the_borders_of_a_transaction_count_for_a_row_of_its_program() throws FilterSyntaxException {
        var index = Traces.index(Traces.interleaved());
        assertThat(filtered(index, "function = BeginTransaction")).containsExactly(1, 2);
        assertThat(filtered(index, "function = BeginTransaction and program = A"))
                .containsExactly(2);
        assertThat(filtered(index, "function = EndTransaction")).containsExactly(1);
    }

    @Test
    void a_row_without_folding_has_one_call() throws FilterSyntaxException {
        var index = Traces.index(Traces.interleaved());
        var rows = index.singleRows();
        Await.until("all calls have rows", () -> rows.size() == 7);
        var found = FilteredRows.start(Filter.parse("program = B"), index);
        Await.until("the filter is done", found::isDone);
        assertThat(found.rows(rows)).hasSize(3);
        assertThat(rows.rows(found.rows(rows))).allMatch(row -> row.contains("\"program\":\"B\""));
    }

    @Test
    void an_exchange_that_continues_over_a_block_border_is_whole() {
        var calls = new ArrayList<>(Traces.many(CallStore.BLOCK - 1));
        calls.add(Calls.transmit(CallStore.BLOCK, "00CB3FFF055C035FC107", "6102"));
        calls.add(Calls.transmit(CallStore.BLOCK + 1L, "00C0000002", "53009000"));
        var index = Traces.index(calls);
        var found = index.callsOfRow(CallStore.BLOCK, CallStore.BLOCK + 1L, index.rows());
        assertThat(found).hasSize(2);
        assertThat(new DetailsJson().of(found)).contains("\"hex\":\"53009000\"");
        assertThat(index.rowOf(CallStore.BLOCK + 1L, index.rows()))
                .isEqualTo(index.rows().size() - 1);
    }

    @Test
    void the_memory_of_calls_includes_the_state_of_cards_before_each_block() {
        var few = new TracedCards();
        var many = new TracedCards();
        for (int reader = 0; reader < 1000; reader++) {
            many.observe(Calls.connect(1, "Reader " + reader));
        }
        var small = new CallStore();
        var large = new CallStore();
        for (TracedCall call : Traces.many(2 * CallStore.BLOCK)) {
            small.add(call, Observation.NONE, few);
            large.add(call, Observation.NONE, many);
        }
        assertThat(large.bytes() - small.bytes()).isGreaterThan(1000 * 1000);
    }

    @Test
    void rows_of_full_and_open_blocks_are_readable() {
        var index = Traces.index(Traces.many(600));
        assertThat(index.rows().rows(0, 255, 256, 599))
                .extracting(row -> row.substring(0, row.indexOf(',')))
                .containsExactly("{\"first\":1", "{\"first\":256", "{\"first\":257", "{\"first\":600");
    }

    @Test
    void unfolded_rows_have_the_calls_before_and_after_the_request() {
        var index = new TraceIndex();
        var calls = Traces.many(CallStore.BLOCK + 10);
        calls.forEach(index::accept);
        var rows = index.singleRows();
        index.accept(Calls.connect(calls.size() + 1L, "Other reader"));
        Await.until("all calls have rows", () -> {
            index.flush();
            return rows.size() == calls.size() + 1;
        });
        assertThat(rows.rows(0, calls.size()).getLast()).contains("\"first\":" + (calls.size() + 1));
    }

    @Test
    void the_timeline_counts_every_row_once() {
        var index = Traces.index(Traces.many(600));
        var timeline = index.rows().timeline(Long.MIN_VALUE + 1, Long.MAX_VALUE, 50);
        assertThat(Arrays.stream(timeline.counts()).sum()).isEqualTo(600);
    }

    @Test
    void the_next_failure_is_found_in_both_directions() {
        var index = Traces.index(List.of(
                Calls.connect(1, "Reader"),
                Calls.transmit(2, "00B0000000", "6982"),
                Calls.transmit(3, Traces.SELECT_PIV, "9000"),
                Calls.transmit(4, "00CB3FFF055C035FC102", "6982")));
        assertThat(index.rows().nextFailure(-1, 1)).isEqualTo(1);
        assertThat(index.rows().nextFailure(1, 1)).isEqualTo(3);
        assertThat(index.rows().nextFailure(3, -1)).isEqualTo(1);
        assertThat(index.rows().nextFailure(3, 1)).isEqualTo(-1);
    }
}
