package dev.puce.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.Await;
import dev.puce.testkit.Calls;
import dev.puce.trace.redaction.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PageRequestsTest {
    private WebPage page;
    private PageClient client;

    @BeforeEach
    void start() throws IOException {
        page = WebPage.start(0, Redaction.FULL);
        client = new PageClient(page).enter();
    }

    @AfterEach
    void end() {
        page.close();
    }

    private void open(List<TracedCall> calls) throws IOException {
        page.open("trace.jsonl", Traces.file(calls));
        Await.until("the trace is read", () -> page.traces().getLast().state() == PageTrace.State.COMPLETE);
    }

    private String get(String path) throws IOException {
        var answer = client.get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void the_state_counts_calls_and_rows() throws IOException {
        open(Traces.piv());
        assertThat(get("/api/state"))
                .contains(
                        "\"name\":\"trace.jsonl\"",
                        "\"format\":\"recording\"",
                        "\"calls\":4",
                        "\"state\":\"complete\"");
    }

    @Test
    void rotated_files_are_one_trace_with_one_redaction() throws IOException {
        page.open(
                "sim.jsonl",
                List.of(
                        Traces.file(List.of(Calls.transmit(1, "A0A40000026F20", "9F0F"))), // the key file of a SIM
                        Traces.file(List.of(Calls.transmit(2, "A0B0000009", "A1A2A3A4A5A6A7A8079000")))));
        Await.until("the trace is read", () -> page.traces().getLast().state() == PageTrace.State.COMPLETE);
        assertThat(get("/api/state")).contains("\"name\":\"sim.jsonl\"", "\"calls\":2");
        assertThat(get("/api/details?trace=0&first=2&last=2"))
                .contains("A0B0000009", "\"hidden\":true")
                .doesNotContain("A1A2A3A4", "A1 A2 A3 A4");
    }

    @Test
    void completion_offers_the_values_of_the_trace() throws IOException {
        open(Traces.many(CallStore.BLOCK + 1));
        assertThat(get("/api/values?trace=0&field=sw")).isEqualTo("{\"values\":[\"63C2\",\"6A82\",\"9000\"]}");
        assertThat(get("/api/values?trace=0&field=reader")).isEqualTo("{\"values\":[\"Reader 00 00\"]}");
        assertThat(client.get("/api/values?trace=0&field=duration").status()).isEqualTo(400);
    }

    @Test
    void rows_are_those_of_the_compact_view() throws IOException {
        open(Traces.piv());
        assertThat(get("/api/rows?trace=0&from=1&count=2"))
                .contains(
                        "\"total\":4",
                        "\"words\":\"SELECT PIV\"",
                        "\"app\":\"PIV\"",
                        "\"status\":\"63C2 wrong, 2 tries left\"")
                .doesNotContain("Connect shared");
    }

    @Test
    void a_PIN_does_not_reach_the_page() throws IOException {
        open(Traces.piv());
        assertThat(get("/api/details?trace=0&first=3&last=3"))
                .contains("VERIFY", "\"hidden\":true")
                .doesNotContain("313233", "31 32 33");
    }

    @Test
    void a_trace_that_the_page_opens_is_redacted() throws IOException {
        var answer =
                client.post("/api/open?name=x", new String(Traces.recording(Traces.piv()), StandardCharsets.UTF_8));
        assertThat(answer.body()).contains("\"calls\":4", "\"name\":\"x\"");
        assertThat(get("/api/save?trace=0&to=recording"))
                .contains("SCardTransmit")
                .doesNotContain("313233");
        assertThat(get("/api/save?trace=0&to=csv")).contains("SCardTransmit").doesNotContain("313233");
    }

    @Test
    void a_file_without_a_format_is_refused_with_a_reason() throws IOException {
        var answer = client.post("/api/open?name=letter.txt", "Dear all,\n");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("letter.txt is not in a format that puce reads");
    }

    @Test
    void details_have_the_decoded_tree_with_byte_ranges() throws IOException {
        open(Traces.piv());
        assertThat(get("/api/details?trace=0&first=2&last=2"))
                .contains(
                        "\"application\":\"piv\"",
                        "\"side\":\"response\"",
                        "\"from\":",
                        "\"hex\":\"" + Traces.SELECT_PIV + "\"");
    }

    @Test
    void a_filter_selects_rows() throws IOException {
        open(Traces.piv());
        Await.until(
                "the filter is done",
                () -> get("/api/filter?trace=0&filter=tries%20%3D%202").contains("\"done\":true"));
        assertThat(get("/api/filter?trace=0&filter=tries%20%3D%202")).contains("\"calls\":1", "\"rows\":1");
        assertThat(get("/api/rows?trace=0&filter=tries%20%3D%202")).contains("\"total\":1", "\"first\":3");
    }

    @Test
    void a_wrong_filter_has_its_column() throws IOException {
        open(Traces.piv());
        assertThat(get("/api/filter?trace=0&filter=sw%20~")).contains("\"error\":\"column 5:", "\"column\":5");
    }

    @Test
    void a_link_to_a_call_finds_its_row() throws IOException {
        open(Traces.piv());
        assertThat(get("/api/position?trace=0&call=3")).isEqualTo("{\"position\":2}");
        assertThat(get("/api/position?trace=0&call=99")).isEqualTo("{\"position\":-1}");
    }

    @Test
    void the_diagnosis_names_the_call_at_fault() throws IOException {
        open(Traces.piv());
        assertThat(get("/api/diagnosis?trace=0")).contains("\"verdict\":", "\"call\":3", "\"code\":\"63C2\"");
    }

    @Test
    void the_difference_of_two_traces_names_calls() throws IOException {
        open(Traces.piv());
        open(Traces.piv().subList(0, 3));
        assertThat(get("/api/diff?left=0&right=1")).contains("\"piece\":\"left\"", "\"seq\":4");
    }

    @Test
    void comments_stay_with_their_call() throws IOException {
        open(Traces.piv());
        client.post("/api/comment?trace=0&call=3", "<b>wrong PIN</b>");
        assertThat(get("/api/state")).contains("\"comments\":{\"3\":\"<b>wrong PIN</b>\"}");
        client.post("/api/comment?trace=0&call=3", " ");
        assertThat(get("/api/state")).contains("\"comments\":{}");
    }

    /// The row of the calls 1 and 3 is of program A. Call 2 of B counts for its row with call 5.
    @Test
    void a_comment_is_on_the_row_of_its_call() throws IOException {
        open(Traces.interleaved());
        client.post("/api/comment?trace=0&call=2", "B begins");
        client.post("/api/comment?trace=0&call=3", "A lists");
        assertThat(get("/api/state")).contains("\"commentRows\":{\"2\":5,\"3\":1}");
    }

    @Test
    void comments_are_saved_with_the_recording_and_read_again() throws IOException {
        open(Traces.piv());
        client.post("/api/comment?trace=0&call=3", "wrong PIN");
        var recording = client.get("/api/save?trace=0&to=recording").body();
        assertThat(client.post("/api/open?name=again", recording).body())
                .contains("\"name\":\"again\"", "\"calls\":4")
                .containsPattern("again.*\"comments\":\\{\"3\":\"wrong PIN\"}");
    }

    @Test
    void a_malformed_number_is_refused() throws IOException {
        assertThat(client.get("/api/rows?trace=x").status()).isEqualTo(400);
        assertThat(client.get("/api/rows?trace=7").body()).isEqualTo("{\"error\":\"There is no such trace.\"}");
    }
}
