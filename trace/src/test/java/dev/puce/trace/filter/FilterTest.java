package dev.puce.trace.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.puce.pcsc.Call;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.CallList;
import dev.puce.testkit.Calls;
import dev.puce.trace.session.TracedCards;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FilterTest {
    /// 1 connect, 2 SELECT PIV, 3 VERIFY that fails, 4 READ BINARY, 5 a failed call, 6 one that never returned.
    private static final List<TracedCall> CALLS = List.of(
            Calls.connect(1, "ACS ACR39U ICC Reader 00 00"),
            Calls.transmit(2, "00A4040005A000000308", "610A"),
            Calls.transmit(3, "0020008000", "63C2"),
            Calls.transmit(4, "00B0000010", "48656C6C6F9000"),
            Calls.traced(5, new Call.Status(Calls.CARD), ReturnCode.RESET_CARD, Result.NONE),
            new TracedCall(6, Calls.CALLER, 7_000_000, new Call.Cancel(1), Optional.empty()));

    private static String numbers(String expression) throws FilterSyntaxException, IOException {
        var passed = new CallList();
        var sink = new FilterSink(Filter.parse(expression), passed);
        for (TracedCall call : CALLS) {
            sink.accept(call);
        }
        sink.close();
        return passed.calls().stream()
                .map(call -> Long.toString(call.sequence()))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "object = 5FC105, 3",
        "object ~ 5F*, 3",
        "tag = 5C, 3 4",
        "tag != 5C, 2",
        "app = piv and not object = 7E, 2 3",
    })
    void objects_and_tags_are_those_of_the_decoded_exchange(String expression, String expected) throws Exception {
        var passed = new CallList();
        var sink = new FilterSink(Filter.parse(expression), passed);
        sink.accept(Calls.connect(1, "R"));
        sink.accept(Calls.transmit(2, "00A4040009A00000030800001000", "9000"));
        sink.accept(Calls.transmit(3, "00CB3FFF055C035FC105", "6A82"));
        sink.accept(Calls.transmit(4, "00CB3FFF035C017E", "6A82"));
        assertThat(passed.calls().stream()
                        .map(call -> Long.toString(call.sequence()))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "function = SCardTransmit                 | 2 3 4",
                "app = piv                                | 2 3 4",
                "app = openpgp                            | ``",
                "tries < 3                                | 3",
                "tries >= 3                               | ``",
                "function = transmit                      | 2 3 4",
                "function ~ connect                       | 1",
                "function != transmit                     | 1 5 6",
                "program = opensc-tool                    | 1 2 3 4 5 6",
                "program ~ open*ool and pid = 4711        | 1 2 3 4 5 6",
                "pid != 4711                              | ``",
                "reader ~ acr39                           | 1 2 3 4 5",
                "reader = 'ACS ACR39U ICC Reader 00 00'   | 1 2 3 4 5",
                "code = SCARD_W_RESET_CARD                | 5",
                "code = reset_card                        | 5",
                "code = 0x80100068                        | 5",
                "code = 2148532328                        | 5",
                "code = -2146434968                       | 5",
                "code = 0                                 | 1 2 3 4",
                "code != success                          | 5",
                "cla = 00 and ins = A4                    | 2",
                "ins = verify                             | 3",
                "ins = 'READ BINARY'                      | 4",
                "ins ~ ?0                                 | 3 4",
                "p1 = 04                                  | 2",
                "p2 = 80                                  | 3",
                "sw ~ 63C?                                | 3",
                "sw ~ 6*                                  | 2 3",
                "sw = 9000                                | 4",
                "sw != 9000                               | 2 3",
                "not (sw = 9000)                          | 1 2 3 5 6",
                "aid ~ A000000308*                        | 3 4 5",
                "duration > 100us                         | 1 2 3 4 5",
                "duration >= 0.4ms and duration <= 400us  | 1 2 3 4 5",
                "duration < 100us                         | ``",
                "duration < 9999999h                      | 1 2 3 4 5",
                "duration > 3000000h                      | ``",
                "time >= 5ms                              | 5 6",
                "seq > 2 and seq <= 4                     | 3 4",
                "data ~ 'Hello'                           | 4",
                "received contains 656C                   | 4",
                "sent ~ 'Hello'                           | ``",
                "sent ~ A000000308                        | 2",
                "data != 656C                             | 2 3",
                "error                                    | 5",
                "handled                                  | 3",
                "probe or poll                            | ``",
                "unfinished                               | 6",
                "hidden                                   | ``",
                "error and not function = transmit        | 5",
                "ins = 20 or ins = B0 and sw = 6A82       | 3",
                "(ins = 20 or ins = B0) and sw = 9000     | 4",
                "!(function = transmit) && seq < 3        | 1",
                "NOT unfinished AND seq > 4               | 5"
            })
    void passes_the_calls_that_are_meant(String expression, String expected) throws Exception {
        assertThat(numbers(expression)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "reader = 'One 00 00' | true",
                "reader = 'Two 00 00' | true",
                "reader != 'Two 00 00' | false",
                "reader != 'Three' | true",
                "reader ~ two*00 | true",
                "reader ~ 'one*two' | false"
            })
    void one_of_several_readers_must_match(String expression, boolean passes) throws Exception {
        var queries = Stream.of("One 00 00", "Two 00 00")
                .map(reader -> new ReaderQuery(reader, EventState.UNAWARE))
                .toList();
        var passed = new CallList();
        try (var sink = new FilterSink(Filter.parse(expression), passed)) {
            sink.accept(Calls.traced(
                    1,
                    new Call.GetStatusChange(1, OptionalLong.empty(), Optional.of(queries)),
                    ReturnCode.SUCCESS,
                    Result.NONE));
        }
        assertThat(passed.calls()).hasSize(passes ? 1 : 0);
    }

    @Test
    void unknown_values_match_no_comparison() throws FilterSyntaxException {
        var foreign = Calls.ofForeignLogs().subList(0, 10);
        for (String text : List.of(
                "time >= 0s", "time < 1h", "duration >= 0s", "code != SCARD_S_SUCCESS", "program != x", "pid > 0")) {
            var filter = Filter.parse(text);
            assertThat(foreign).as(text).noneMatch(call -> filter.matches(call, new TracedCards().observe(call)));
        }
        var failed = Filter.parse("error and not sw = 6A82");
        assertThat(foreign).noneMatch(call -> failed.matches(call, new TracedCards().observe(call)));
    }

    @Test
    void a_reader_that_the_log_names_beside_the_call_counts() throws FilterSyntaxException {
        var filter = Filter.parse("reader = R");
        var call = Calls.ofForeignLogs().get(10);
        assertThat(filter.matches(call, new TracedCards().observe(call))).isTrue();
    }

    @Test
    void an_application_may_be_selected_in_extended_length_and_with_a_warning() throws Exception {
        var passed = new CallList();
        try (var sink = new FilterSink(Filter.parse("aid = A0000002471001 and ins = B0"), passed)) {
            sink.accept(Calls.connect(1, "Reader"));
            sink.accept(Calls.transmit(2, "00A4040007A000000247100100", "9000"));
            sink.accept(Calls.transmit(3, "00A4040005A000000308", "9000"));
            sink.accept(Calls.transmit(4, "00B0000000", "9000"));
            sink.accept(Calls.transmit(5, "00A40400000007A00000024710010000", "6283"));
            sink.accept(Calls.transmit(6, "00B0000000", "9000"));
            sink.accept(Calls.transmit(7, "00A4040005A000000308", "6A82"));
            sink.accept(Calls.transmit(8, "00B0000000", "9000"));
        }
        assertThat(passed.calls()).extracting(TracedCall::sequence).containsExactly(6L, 8L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                    | 1  | a field is missing before the end",
                "swx = 9000            | 1  | there is no field \"swx\". The fields are program,",
                "verify                | 1  | there is no field \"verify\". Did you mean \"ins = verify\"?",
                "error and 6A82        | 11 | there is no field \"6A82\". Did you mean \"sw = 6A82\"?",
                "connect               | 1  | there is no field \"connect\". Did you mean \"function = connect\"?",
                "took > 100ms          | 1  | there is no field \"took\". Did you mean \"duration\"?",
                "sw 9000               | 4  | an operator (= != ~ < <= > >=) is missing after sw",
                "sw =                  | 5  | a value is missing after =",
                "sw = 90000            | 6  | is not 4 hex digits",
                "sw = 63C?             | 6  | use ~",
                "ins != A?             | 8  | use ~",
                "aid = A0000000*       | 7  | use ~",
                "ins = VERIFI          | 7  | neither 2 hex digits nor the name",
                "sw > 9000             | 4  | > does not go with sw",
                "pid ~ 12              | 5  | ~ does not go with pid",
                "pid = twelve          | 7  | is not a number",
                "duration > 3          | 12 | is not a time with a unit",
                "duration > 3.3.3s     | 12 | is not a time with a unit",
                "data = 00             | 6  | only ~ (contains)",
                "data ~ Hello          | 8  | text goes in quotes",
                "function = SCardFoo   | 12 | there is no function \"SCardFoo\"",
                "code = SCARD_X        | 8  | there is no return code",
                "code = 4294967296     | 8  | which has 32 bits",
                "(error                | 7  | the parenthesis of column 1 is not closed",
                "error)                | 6  | there is no parenthesis to close",
                "error error           | 7  | \"and\" or \"or\" is missing",
                "error and             | 10 | a field is missing before the end",
                "reader ~ 'ACS         | 10 | the quote is not closed"
            })
    void shows_where_a_mistake_is(String expression, int column, String message) {
        var error = catchThrowableOfType(FilterSyntaxException.class, () -> Filter.parse(expression));
        assertThat(error.column()).isEqualTo(column);
        assertThat(error).hasMessageContaining(message).hasMessageEndingWith("\n  " + " ".repeat(column - 1) + "^");
    }

    @Test
    void refuses_to_nest_without_end() {
        var error =
                catchThrowableOfType(FilterSyntaxException.class, () -> Filter.parse("(".repeat(100_000) + "error"));
        assertThat(error).hasMessageContaining("nested more than");
    }

    @Test
    void takes_as_many_alternatives_as_there_are() throws Exception {
        assertThat(numbers("seq = 7 or ".repeat(50_000) + "seq = 2")).isEqualTo("2");
        assertThat(numbers("seq > 0 and ".repeat(50_000) + "seq = 2")).isEqualTo("2");
    }

    @Test
    void many_wildcards_cost_no_more_than_few() throws Exception {
        var call = Calls.connect(1, "a".repeat(100));
        var filter = Filter.parse("reader ~ '" + "*a".repeat(40) + "*b'");
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(filter.matches(call, new TracedCards().observe(call)))
                        .isFalse());
    }

    @Test
    void shows_an_expression_of_several_lines_on_one() {
        var error = catchThrowableOfType(FilterSyntaxException.class, () -> Filter.parse("error\n\tand sw ="));
        assertThat(error).hasMessageEndingWith("\n  error  and sw =\n  " + " ".repeat(15) + "^");
    }
}
