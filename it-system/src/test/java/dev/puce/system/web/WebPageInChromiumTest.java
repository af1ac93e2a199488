package dev.puce.system.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.TracedCall;
import dev.puce.system.RealParts;
import dev.puce.system.browser.Chromium;
import dev.puce.testkit.Await;
import dev.puce.testkit.Calls;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.trace.redaction.Redaction;
import dev.puce.web.WebPage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `puce web` and `puce export --to html` in a real browser.
@Timeout(180)
class WebPageInChromiumTest {
    private static final String HOSTILE = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>";
    private static final String SELECT_PIV = "00A404000BA000000308000010000100";
    private static final String ROWS = "document.querySelectorAll('.rows .row:not(.waiting)')";
    private static final String HEADING = "document.querySelector('.details h2')?.textContent";
    private static final String STATUS = "document.querySelector('.status-line').textContent";
    private static final String RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";

    private static final Caller OTHER = new Caller(
            "other", OptionalInt.of(815), OptionalInt.empty(), List.of(), Optional.empty(), 2, Optional.empty());

    @TempDir
    static Path folder;

    private static Chromium browser;
    private static Path recording;
    private static String axe;

    private WebPage page;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        browser = Chromium.start(folder);
        recording = write("trace.jsonl", calls());
        try (var in = WebPageInChromiumTest.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterAll
    static void end() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void startPage() throws IOException {
        page = WebPage.start(0, Redaction.FULL);
    }

    @AfterEach
    void endPage() throws InterruptedException {
        browser.open(URI.create("about:blank"), 800, 600, false); // the end of the server would be an error of the page
        page.close();
    }

    /// A setup that folds, a reader with a hostile name, exchanges with PIV, and failures at calls 5, 6 and 8.
    private static List<TracedCall> calls() {
        var calls = new ArrayList<TracedCall>();
        for (int number = 1; number <= 2; number++) {
            calls.add(Calls.traced(
                    number,
                    new Call.ListReaders(0x5C1A9E2B, Optional.empty()),
                    new Result.ListReaders(List.of(HOSTILE))));
        }
        calls.add(Calls.connect(3, HOSTILE));
        calls.add(Calls.transmit(4, SELECT_PIV, "61094F0600001000010079074F05A0000003089000"));
        calls.add(Calls.transmit(5, "0020008008313233343536FFFF", "63C2"));
        calls.add(Calls.transmit(6, "00CB3FFF055C035FC105", "6982"));
        calls.add(Calls.transmit(7, "00CB3FFF035C017E", "7E124F0BA0000003080000100001005F2F0240009000"));
        calls.add(Calls.transmit(8, "00CB3FFF055C035FC10A", "6982"));
        return calls;
    }

    private static Path write(String name, List<TracedCall> calls) throws IOException {
        Path file = folder.resolve(name);
        try (var writer = new RecordingWriter(
                Files.newOutputStream(file), RecordingHeader.of("test", Instant.EPOCH, Redaction.OFF), false)) {
            for (var call : calls) {
                writer.accept(call);
            }
        }
        return file;
    }

    private void open(Path file) throws IOException {
        page.open(
                file.getFileName().toString(),
                TraceFile.open(file, TraceFile.Options.redacting(Redaction.FULL), (line, what) -> {
                    throw new AssertionError(what);
                }));
    }

    private void show(Path... files) throws IOException, InterruptedException {
        for (Path file : files) {
            open(file);
        }
        browser.open(page.address(), 1400, 900, false);
        browser.await(ROWS + ".length > 3 && document.querySelectorAll('.state.complete').length === " + files.length);
    }

    /// Opens the HTML file of a recording from disk.
    private static void showFile(Path recording, int width) throws IOException, InterruptedException {
        Path file = folder.resolve(recording.getFileName() + "-" + width + ".html");
        var export = CommandResult.puce(
                Map.of(), "export", "--force", "--to", "html", "-o", file.toString(), recording.toString());
        assertThat(export.status()).as(export.err()).isZero();
        browser.open(file, width, 800, false);
        browser.await(ROWS + ".length > 3");
    }

    private static void select(int call) throws InterruptedException {
        browser.run("location.hash = '#call=" + call + "'");
        browser.await("document.querySelector('.facts')?.textContent.includes('call " + call + "')");
    }

    private static void assertNoScriptRan() throws InterruptedException {
        assertThat(browser.evaluate("String(window.hacked)")).isEqualTo("undefined");
        assertThat(browser.events("Runtime.exceptionThrown")).isEmpty();
        assertThat(browser.events("Log.entryAdded")).isEmpty();
    }

    private static void assertAccessible() throws InterruptedException {
        browser.run(axe);
        assertThat(browser.evaluate("axe.run(document, {runOnly: " + RULES + "})"
                        + ".then(r => r.violations.map(v => v.id + ' ' + v.nodes.map(n => n.html)).join(' | '))"))
                .isEmpty();
    }

    @Test
    void keys_go_through_rows_and_failures() throws IOException, InterruptedException {
        show(recording);
        browser.press("g");
        browser.press("n");
        browser.await("location.hash === '#call=5'");
        browser.press("n");
        browser.await("location.hash === '#call=6'");
        browser.press("n");
        browser.await("location.hash === '#call=8'");
        browser.press("p");
        browser.await("location.hash === '#call=6'");
        browser.press("k");
        browser.await(HEADING + "?.includes('VERIFY')");
        browser.press("j");
        browser.await("location.hash === '#call=6'");
        browser.press("G");
        browser.await("location.hash === '#call=8'");
    }

    @Test
    void pointing_at_a_value_marks_its_bytes_and_the_other_way_round() throws IOException, InterruptedException {
        show(recording);
        select(7);
        browser.hover("[...document.querySelectorAll('.node')].find(n => n.textContent.startsWith('5F2F'))");
        browser.await("document.querySelectorAll('.byte.marked').length > 1");
        assertThat(browser.evaluate("[...document.querySelectorAll('.byte.marked')].map(b => b.textContent).join(' ')"))
                .contains("40 00");
        browser.hover("[...document.querySelectorAll('.side')].at(-1).querySelectorAll('.byte')[4]");
        browser.await("document.querySelector('.node.marked')?.textContent.startsWith('4F')");
    }

    @Test
    void arrows_go_through_the_values_and_mark_their_bytes() throws IOException, InterruptedException {
        show(recording);
        select(7);
        browser.run("document.querySelectorAll('.tree')[1].querySelector('[tabindex=\"0\"]').focus()");
        String focused = "document.activeElement.getAttribute('aria-label')";
        while (!browser.evaluate(focused).startsWith("5F2F")) {
            browser.press("ArrowDown");
        }
        assertThat(browser.evaluate("[...document.querySelectorAll('.byte.marked')].map(b => b.textContent).join(' ')"))
                .contains("40 00");
        assertAccessible();
    }

    @Test
    void a_PIN_is_not_on_the_page() throws IOException, InterruptedException {
        show(recording);
        select(5);
        assertThat(browser.evaluate("document.querySelector('.details').textContent"))
                .contains("[hidden]", "2 tries left")
                .doesNotContain("313233", "31 32 33");
    }

    @Test
    void the_filter_selects_rows_and_shows_the_column_of_a_mistake() throws IOException, InterruptedException {
        show(recording);
        browser.press("/");
        browser.type("sw = 6982");
        browser.await("document.querySelector('.status-line').textContent.startsWith('2 of ')");
        browser.await(ROWS + ".length === 2");
        browser.type(" and bogus");
        browser.await("document.querySelector('.filter-problem mark')?.textContent === 'b'");
        browser.press("Escape");
        browser.await("document.querySelector('.filter-problem').hidden && " + ROWS + ".length > 3");
        filtered("sw = 6982");
        browser.press("j");
        browser.await("location.hash === '#call=6'");
        browser.press("Escape");
        browser.await(
                ROWS + ".length > 3 && document.querySelector('[aria-selected=true] .numbers').textContent === '6'");
    }

    @Test
    void a_mistake_in_the_filter_does_not_move_the_list() throws IOException, InterruptedException {
        show(recording);
        String top = "document.querySelector('.viewport').getBoundingClientRect().top";
        String before = browser.evaluate("String(" + top + ")");
        assertThat(filtered("bogus")).startsWith("column 1: there is no field");
        assertThat(browser.evaluate("String(" + top + ")")).isEqualTo(before);
        assertAccessible();
    }

    @Test
    void a_list_without_rows_says_why() throws IOException, InterruptedException {
        show(recording);
        assertThat(filtered("seq = 99")).isEqualTo("0 of 7 rows  ,  0 calls");
        browser.await(
                "document.querySelector('.empty').textContent === 'No row matches the filter. Esc shows all rows.'");
        browser.press("Escape");
        browser.await("document.querySelector('.empty').hidden && " + ROWS + ".length > 3");
    }

    /// The completions that the filter offers after a text.
    private static String offered(String text) throws InterruptedException {
        browser.run("document.querySelector('#filter').value = ''; document.querySelector('#filter').focus()");
        browser.type(text);
        browser.await("document.querySelector('#filter-words option')?.value.startsWith(" + "'" + text + "')");
        return browser.evaluate("[...document.querySelectorAll('#filter-words option')].map(o => o.value).join('|')");
    }

    private static void assertCompletes() throws InterruptedException {
        assertThat(offered("sw ")).isEqualTo("sw = |sw != |sw ~ ");
        assertThat(offered("sw = 6")).isEqualTo("sw = 63C2|sw = 6982|sw = 9000");
        assertThat(offered("sw = 6982 ")).isEqualTo("sw = 6982 and |sw = 6982 or ");
        assertThat(offered("not (")).contains("not (duration |", "not (error|", "not (app |");
        assertThat(offered("error and duration ")).contains("error and duration > ");
        browser.press("Escape");
    }

    @Test
    void the_filter_offers_fields_operators_and_values_of_the_trace() throws IOException, InterruptedException {
        show(recording);
        assertCompletes();
        showFile(recording, 1400);
        assertCompletes();
    }

    /// The server answers the first request for details after the second one.
    @Test
    void the_details_are_those_of_the_row_that_was_selected_last() throws IOException, InterruptedException {
        show(recording);
        browser.run("window.get = window.fetch; const held = new Promise(resolve => window.release = resolve);"
                + " window.fetch = async (...request) => {"
                + "   const answer = await get(...request);"
                + "   if (request[0].includes('first=5&')) await held;"
                + "   return answer; }");
        browser.run("location.hash = '#call=5'");
        browser.await("document.querySelector('[aria-selected=true] .numbers')?.textContent === '5'");
        browser.press("j");
        browser.await(HEADING + "?.includes('GET DATA')");
        browser.evaluate("release(); get('api/state').then(r => r.text())");
        assertThat(browser.evaluate("document.querySelector('.facts').textContent"))
                .contains("call 6");
    }

    @Test
    void the_details_name_the_rows_before_and_after_those_that_the_filter_shows()
            throws IOException, InterruptedException {
        show(recording);
        browser.press("/");
        browser.type("sw = 6982");
        browser.press("Enter");
        browser.await(ROWS + ".length === 2");
        browser.press("g");
        browser.await("document.querySelectorAll('.neighbours tbody tr').length > 3");
        assertThat(browser.evaluate("document.querySelector('.neighbours [aria-current]').textContent"))
                .startsWith("6");
        browser.click("[...document.querySelectorAll('.neighbours button')].find(b => b.textContent === '7')");
        browser.await("location.hash === '#call=7' && document.querySelector('#filter').value === ''");
    }

    @Test
    void routine_calls_unfold_and_fold() throws IOException, InterruptedException {
        show(recording);
        assertUnfolds();
        showFile(recording, 1400);
        assertUnfolds();
    }

    @Test
    void buttons_go_to_errors_and_unfold() throws IOException, InterruptedException {
        show(recording);
        click("Next error");
        browser.await("location.hash === '#call=5'");
        click("Next error");
        browser.await("location.hash === '#call=6'");
        click("Previous error");
        browser.await("location.hash === '#call=5'");
        click("Unfold");
        browser.await(STATUS + ".includes('8 rows')");
        click("Fold");
        browser.await(STATUS + ".includes('7 rows')");
    }

    private static void click(String button) throws InterruptedException {
        String found = "[...document.querySelectorAll('button')].find(b => b.textContent === '" + button + "')";
        browser.await(found + "?.checkVisibility()");
        browser.click(found);
    }

    @Test
    void the_help_of_the_HTML_file_has_only_keys_that_work_there() throws IOException, InterruptedException {
        String keys = "[...document.querySelectorAll('dialog .keys dt')].map(key => key.textContent).join(' ')";
        show(recording);
        browser.press("?");
        browser.await("document.querySelector('dialog .keys')");
        assertThat(browser.evaluate(keys)).contains(" s i d c m [");
        showFile(recording, 1400);
        browser.press("?");
        browser.await("document.querySelector('dialog .keys')");
        assertThat(browser.evaluate(keys)).contains(" s i [");
    }

    @Test
    void a_phone_shows_the_details_alone_and_goes_on_to_the_next_row() throws IOException, InterruptedException {
        open(recording);
        browser.open(page.address(), 390, 800, true);
        browser.await(ROWS + ".length > 3 && document.querySelector('.state.complete')");
        browser.await("document.querySelector('.range').textContent.endsWith(' s, 3 errors')");
        assertThat(browser.evaluate("String(document.querySelector('.legend').clientHeight)"))
                .as("the height of one line")
                .isLessThan("30");
        click("Next error");
        browser.await("location.hash === '#call=5' && !document.querySelector('.viewport').checkVisibility()");
        click("Next");
        browser.await("location.hash === '#call=6'");
        assertAccessible();
        click("Previous");
        browser.await("location.hash === '#call=5'");
        click("Back to the list");
        browser.await("document.querySelector('.viewport').checkVisibility()");
    }

    @ParameterizedTest
    @CsvSource({"1400, width, ArrowRight", "900, height, ArrowDown"})
    void keys_move_the_border_between_list_and_details(int width, String side, String key)
            throws IOException, InterruptedException {
        open(recording);
        browser.open(page.address(), width, 900, false);
        browser.await(ROWS + ".length > 3");
        String size = "document.querySelector('.details').getBoundingClientRect()." + side;
        double before = Double.parseDouble(browser.evaluate("String(" + size + ")"));
        browser.run("document.querySelector('.splitter').focus()");
        browser.press(key);
        browser.await(size + " < " + before);
        assertAccessible();
    }

    @Test
    void dragging_the_border_makes_the_details_wider() throws IOException, InterruptedException {
        show(recording);
        String width = "document.querySelector('.details').getBoundingClientRect().width";
        double before = Double.parseDouble(browser.evaluate("String(" + width + ")"));
        browser.drag("document.querySelector('.splitter')", 0.5, -12);
        browser.await(width + " > " + before);
        assertThat(browser.evaluate("document.querySelector('.splitter').getAttribute('aria-valuenow')"))
                .isEqualTo("47");
    }

    /// The last of the calls failed as probes do. This is not the result of the row.
    @Test
    void the_result_of_a_row_of_many_calls_is_not_that_of_its_last_call() throws IOException, InterruptedException {
        var calls = new ArrayList<>(calls());
        calls.add(Calls.traced(
                9,
                new Call.ListReaders(0x5C1A9E2B, Optional.empty()),
                ReturnCode.SUCCESS,
                new Result.ListReaders(List.of("Reader 00 00"))));
        calls.add(Calls.traced(
                10, new Call.ListReaders(0x5C1A9E2B, Optional.empty()), ReturnCode.NO_READERS_AVAILABLE, Result.NONE));
        show(write("poll.jsonl", calls));
        browser.press("G");
        browser.await("document.querySelector('.facts')?.textContent.includes('call 9-10')");
        assertThat(browser.evaluate("document.querySelector('.outcome').textContent"))
                .isEqualTo("done");
    }

    private static void assertUnfolds() throws InterruptedException {
        int folded = Integer.parseInt(browser.evaluate("String(" + ROWS + ".length)"));
        browser.press("f");
        browser.await(ROWS + ".length > " + folded);
        browser.press("g");
        browser.await(HEADING + "?.startsWith('ListReaders')");
        assertThat(browser.evaluate("document.querySelector('.facts').textContent"))
                .contains("call 1");
        assertThat(browser.evaluate(STATUS)).contains("8 rows");
        browser.press("f");
        browser.await(ROWS + ".length === " + folded);
    }

    /// The row of the calls 1 and 3 of one program has no call of the other, which made call 2.
    @Test
    void a_filter_shows_no_row_of_another_program() throws IOException, InterruptedException {
        var calls = new ArrayList<TracedCall>();
        for (int number : List.of(1, 3, 2, 4)) {
            calls.add(Calls.traced(
                            number,
                            new Call.ListReaders(0x5C1A9E2B, Optional.empty()),
                            new Result.ListReaders(List.of("Reader 00 00")))
                    .with(number == 2 ? OTHER : Calls.CALLER));
        }
        calls.add(Calls.transmit(5, SELECT_PIV, "9000"));
        calls.add(Calls.transmit(6, "00CB3FFF055C035FC105", "6982"));
        Path file = write("two-programs.jsonl", calls);
        show(file);
        assertShowsTwoPrograms();
        showFile(file, 1400);
        assertShowsTwoPrograms();
    }

    private static void assertShowsTwoPrograms() throws InterruptedException {
        assertThat(filtered("program = other")).isEqualTo("1 of 5 rows  ,  1 call");
        browser.await(ROWS + ".length === 1 && " + ROWS + "[0].querySelector('.numbers').textContent === '2'");
        assertThat(filtered("program = opensc-tool")).isEqualTo("4 of 5 rows  ,  5 calls");
        select(2);
        assertThat(browser.evaluate("document.querySelector('.details').textContent"))
                .contains("other")
                .doesNotContain("opensc-tool");
        select(3);
        assertThat(browser.evaluate("document.querySelector('.details').textContent"))
                .contains("opensc-tool")
                .doesNotContain("other");
    }

    /// The row of the calls 1 and 3 of one thread has not call 2 of the other thread.
    @Test
    void the_details_of_a_row_have_no_call_of_another_thread() throws IOException, InterruptedException {
        var calls = new ArrayList<TracedCall>();
        for (int number : List.of(1, 3, 2)) {
            var call = number == 2
                    ? Calls.transmit(2, "00B0000002", "6982")
                    : Calls.traced(
                            number,
                            new Call.ListReaders(0x5C1A9E2B, Optional.empty()),
                            new Result.ListReaders(List.of("Reader 00 00")));
            calls.add(call.with(ofThread(number == 2 ? "B" : "A")));
        }
        calls.add(Calls.transmit(4, SELECT_PIV, "9000"));
        calls.add(Calls.transmit(5, "00CB3FFF055C035FC105", "6982"));
        Path file = write("two-threads.jsonl", calls);
        show(file);
        assertSeparatesThreads();
        showFile(file, 1400);
        assertSeparatesThreads();
    }

    private static Caller ofThread(String name) {
        return Caller.inLog("program", OptionalInt.of(4711), Optional.of(name));
    }

    private static void assertSeparatesThreads() throws InterruptedException {
        String shown = "[...document.querySelectorAll('.details .calls:not(.neighbours) tbody tr')]"
                + ".map(r => r.firstChild.textContent).join()";
        browser.press("g");
        browser.await("document.querySelector('.facts')?.textContent.includes('call 1-3')");
        assertThat(browser.evaluate(shown)).isEqualTo("1,3");
        browser.click("document.querySelector('.neighbours tbody tr:nth-child(2) button')");
        browser.await("document.querySelector('.facts').textContent.includes('call 2')");
        assertThat(browser.evaluate(shown)).isEqualTo("2");
    }

    @Test
    void the_summary_leads_to_the_slowest_calls() throws IOException, InterruptedException {
        show(recording);
        browser.press("s");
        browser.await("document.querySelector('dialog .statistics')");
        assertAccessible();
        browser.click("document.querySelector('dialog .slowest button')");
        browser.await("!document.querySelector('dialog') && " + HEADING);
    }

    @Test
    void the_diagnosis_leads_to_the_call_at_fault() throws IOException, InterruptedException {
        show(recording);
        browser.press("i");
        browser.await("document.querySelector('dialog .finding.problem')");
        assertAccessible();
        browser.click("document.querySelector('dialog .finding button')");
        browser.await("!document.querySelector('dialog') && " + HEADING);
    }

    @Test
    void a_trace_alone_has_no_difference() throws IOException, InterruptedException {
        show(recording);
        browser.press("d");
        browser.await("document.querySelector('dialog')?.textContent.includes('Open a second trace')");
        assertAccessible();
    }

    @Test
    void two_traces_are_compared_side_by_side() throws IOException, InterruptedException {
        show(recording, write("shorter.jsonl", calls().subList(0, 7)));
        browser.press("d");
        browser.await("document.querySelector('dialog td.removed')?.textContent.includes('6982')");
        assertAccessible();
        browser.click("document.querySelector('dialog td.removed button')");
        browser.await("location.hash === '#call=8'");
    }

    /// The server tells the number of unfolded rows after the position of the call.
    @Test
    void a_link_to_a_call_of_the_other_trace_opens_it_among_unfolded_rows() throws IOException, InterruptedException {
        show(recording, write("other.jsonl", calls().subList(0, 7)));
        browser.press("f");
        browser.await(STATUS + ".includes('8 rows')");
        browser.run("window.get = window.fetch; window.fetch = async (...request) => {"
                + "   const answer = await get(...request);"
                + "   if (request[0].includes('count=0')) await new Promise(resolve => setTimeout(resolve, 500));"
                + "   return answer; }");
        browser.run("location.hash = '#trace=1&call=6'");
        browser.await("document.querySelector('[aria-selected=true] .numbers')?.textContent === '6'");
        browser.await("document.querySelector('.trace[aria-pressed=true]').textContent === 'other.jsonl'");
        browser.await("document.querySelector('.facts')?.textContent.includes('call 6')");
    }

    @Test
    void dragging_over_the_timeline_zooms() throws IOException, InterruptedException {
        show(recording);
        browser.await("document.querySelectorAll('.chart .rows').length > 3");
        String before = browser.evaluate("document.querySelector('.legend span').textContent");
        browser.drag("document.querySelector('.chart')", 0.5, 0.9);
        browser.await("document.querySelector('.legend span').textContent !== " + "'" + before + "'");
        browser.press("z");
        browser.await("document.querySelector('.legend span').textContent === " + "'" + before + "'");
    }

    @Test
    void plus_and_minus_zoom_the_timeline_around_the_selected_row() throws IOException, InterruptedException {
        show(recording);
        select(6);
        String range = "document.querySelector('.legend span').textContent";
        browser.await("document.querySelector('.chart .cursor')");
        String before = browser.evaluate(range);
        browser.press("+");
        browser.await(range + " !== '" + before + "' && !document.querySelector('.legend button').hidden");
        String zoomed = browser.evaluate(range);
        browser.press("-");
        browser.press("z");
        browser.await(range + " !== '" + zoomed + "' && document.querySelector('.legend button').hidden");
    }

    @Test
    void marks_are_seen_found_and_removed() throws IOException, InterruptedException {
        show(recording);
        select(6);
        browser.press("m");
        browser.await("document.querySelector('.row[aria-selected=true] .note-mark')");
        select(8);
        browser.press("[");
        browser.await("location.hash === '#call=6'");
        assertThat(browser.evaluate("fetch('api/save?trace=0&to=recording').then(r => r.text())"
                        + ".then(t => t.split('\\n').filter(line => line.includes('marked')).join())"))
                .contains("\"type\":\"comment\"", "\"seq\":6");
        browser.press("m");
        browser.await("!document.querySelector('.note-mark')");
    }

    @Test
    void a_button_marks_too() throws IOException, InterruptedException {
        String button = "document.querySelector('.comment button')";
        show(recording);
        select(6);
        browser.await(button + ".textContent === 'Mark'");
        browser.run(button + ".click()");
        browser.await("document.querySelector('.row[aria-selected=true] .note-mark')");
        browser.await(button + ".textContent === 'Remove mark'");
        browser.run(button + ".click()");
        browser.await("!document.querySelector('.note-mark')");
    }

    @Test
    void comments_stay() throws IOException, InterruptedException {
        show(recording);
        select(6);
        browser.press("c");
        browser.type(HOSTILE);
        browser.run("document.activeElement.blur()");
        browser.await("fetch('api/state').then(r => r.text()).then(t => t.includes('hacked=1'))");
        select(7);
        select(6);
        browser.await("document.querySelector('textarea').value.includes('hacked=1')");
        assertNoScriptRan();
    }

    @Test
    void text_of_a_trace_is_text() throws IOException, InterruptedException {
        show(recording);
        select(3);
        browser.await("document.querySelector('.details').textContent.includes('onerror=window.hacked=1')");
        browser.press("s");
        browser.await("document.querySelector('dialog')?.textContent.includes('onerror=window.hacked=1')");
        assertNoScriptRan();
    }

    @Test
    void a_dropped_file_opens() throws IOException, InterruptedException {
        show(recording);
        String text = Files.readString(recording)
                .replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("'", "\\'");
        browser.run(
                "const t = new DataTransfer(); t.items.add(new File(['" + text + "'], 'dropped.jsonl'));"
                        + " document.body.dispatchEvent(new DragEvent('drop', {dataTransfer: t, bubbles: true, cancelable: true}))");
        browser.await("document.querySelector('.trace[aria-pressed=true]')?.textContent === 'dropped.jsonl'");
        browser.await(ROWS + ".length > 3");
    }

    @ParameterizedTest
    @CsvSource({"1400, light", "1400, dark", "900, light", "390, light", "390, dark"})
    void is_accessible_and_fits(int width, String scheme) throws IOException, InterruptedException {
        open(recording);
        browser.prefer(scheme);
        browser.open(page.address(), width, 800, false);
        browser.await(ROWS + ".length > 3 && document.querySelector('.state.complete')");
        assertAccessible();
        browser.press("n");
        browser.await(HEADING + "?.includes('VERIFY')");
        assertAccessible();
        assertThat(browser.evaluate("String(document.documentElement.scrollWidth)"))
                .isEqualTo(String.valueOf(width));
        browser.press("?");
        browser.await("document.querySelector('dialog .keys')");
        assertAccessible();
        assertThat(browser.evaluate("String(document.documentElement.scrollWidth)"))
                .isEqualTo(String.valueOf(width));
        browser.prefer("light");
    }

    @Test
    void a_live_program_appears_while_it_runs() throws Exception {
        RealParts.command("opensc-tool", "opensc");
        var command = CommandResult.puceCommand("web", "--virtual", "--card", "piv", "--", "opensc-tool", "--atr");
        var process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var err = process.errorReader()) {
            var address = Pattern.compile("http://\\S+").matcher(err.readLine());
            assertThat(address.find()).isTrue();
            browser.open(URI.create(address.group()), 1400, 900, false);
            browser.await("document.querySelector('.viewport .rows')?.textContent.includes('EstablishContext')");
            browser.await("!document.querySelector('.state.live') && " + ROWS + ".length > 0");
            assertThat(err.lines().anyMatch(line -> line.endsWith("The page stays until Ctrl-C.")))
                    .isTrue(); // before, a signal is for the program
            process.destroy();
            browser.await("document.querySelector('.message')?.textContent.startsWith('puce web has ended')");
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1400, 390})
    void the_HTML_file_opens_from_disk(int width) throws IOException, InterruptedException {
        showFile(recording, width);
        assertAccessible();
        browser.press("n");
        browser.await(HEADING + "?.includes('VERIFY')");
        assertAccessible();
        browser.press("Escape");
        browser.press("/");
        browser.type("verify");
        browser.await(ROWS + ".length === 1");
        browser.press("Escape");
        browser.press("s");
        browser.await("document.querySelector('dialog .statistics')");
        assertNoScriptRan();
        assertThat(browser.events("Network.requestWillBeSent"))
                .allSatisfy(request ->
                        assertThat(request).containsAnyOf("\"url\":\"file:", "\"url\":\"data:", "\"url\":\"blob:"));
    }

    /// Writes pictures to target/screenshots. The script docs/images/web-page makes those of the docs of them.
    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void the_documented_pictures_show_a_failure_with_its_details(String scheme)
            throws IOException, InterruptedException {
        open(Path.of("../diagnose/src/test/resources/dev/puce/diagnose/trace/corpus/pkcs11-wrong-pin.jsonl"));
        browser.prefer(scheme);
        browser.open(page.address(), 1280, 720, false);
        browser.await(ROWS + ".length > 3 && document.querySelector('.state.complete')"
                + " && document.querySelectorAll('.chart .rows').length > 1");
        browser.press("G");
        browser.press("p");
        browser.await(HEADING + "?.includes('VERIFY')");
        byte[] picture = browser.screenshot();
        browser.prefer("light");
        assertThat(picture)
                .startsWith("RIFF".getBytes(StandardCharsets.US_ASCII))
                .hasSizeBetween(20_000, 200_000);
        Path screenshots = Files.createDirectories(Path.of("target/screenshots"));
        Files.write(screenshots.resolve("web-page-" + scheme + ".webp"), picture);
    }

    /// The server evaluates the filter in Java, the file in JavaScript.
    @Test
    void the_filter_of_the_HTML_file_and_of_the_server_give_the_same_rows() throws IOException, InterruptedException {
        Path trace = Path.of("../diagnose/src/test/resources/dev/puce/diagnose/trace/corpus/pkcs11-blocked-pin.jsonl");
        var filters = List.of(
                "error",
                "not error",
                "hidden or probe",
                "handled",
                "poll",
                "sw = 63C2",
                "sw ~ 63c?",
                "sw != 9000",
                "sw ~ 6*",
                "ins = verify",
                "ins = \"GET RESPONSE\" or ins ~ A?",
                "cla ~ 0?",
                "p1 = 00 and p2 != 00",
                "function = transmit",
                "function ~ *trans*",
                "code = 0",
                "code = insufficient_buffer",
                "code ~ SCARD_E",
                "aid ~ A0000003*",
                "app = piv",
                "object ~ 5F*",
                "tag ~ 5*",
                "tag = 4F",
                "reader ~ virtual",
                "program ~ pkcs11",
                "tries < 3",
                "seq >= 100 && seq < 110",
                "time > 1s",
                "duration > 200us and !(sw = 9000 | error)",
                "pid > 0 and connection contains 1",
                "thread ~ x",
                "(error or tries = 2) and not app = piv",
                "unfinished",
                "uid = 0",
                "data ~ A000000308",
                "sent ~ 0020 and not received ~ 9000",
                "received ~ \"y\"",
                "sent != 00A4",
                "data ~ 0x00:a4,04-00",
                "data ~ 5",
                "data = 00",
                "bogus = 1",
                "sw = 9",
                "sw ~",
                "ins = nonsense",
                "(error",
                "error or",
                "duration > 5",
                "aid = x",
                "tag ~ y",
                "seq ~ 5",
                "sw = 63C?",
                "app < 5");
        open(trace);
        browser.open(page.address(), 1400, 900, false);
        browser.await(ROWS + ".length > 3 && !document.querySelector('.state.loading')");
        var expected = filtered(filters);
        showFile(trace, 1400);
        assertThat(filtered(filters)).isEqualTo(expected);
        assertThat(expected.values())
                .filteredOn(result -> result.startsWith("column "))
                .hasSizeGreaterThan(10);
        assertThat(expected.values())
                .filteredOn(result -> result.matches("[1-9].*"))
                .hasSizeGreaterThan(50);
    }

    @Test
    void the_filter_of_the_HTML_file_finds_bytes_in_every_block_of_calls() throws IOException, InterruptedException {
        var calls = new ArrayList<>(calls());
        while (calls.size() < 5000) {
            calls.add(Calls.transmit(calls.size() + 1L, "00B0000002", "01029000"));
        }
        calls.add(Calls.transmit(5001, "00B0000002", "ABCD9000"));
        showFile(write("blocks.jsonl", calls), 1400);
        assertThat(filtered("data ~ ABCD")).contains("1 call");
        browser.await(ROWS + ".length === 1 && " + ROWS + "[0].querySelector('.numbers').textContent === '5001'");
        assertThat(filtered("data ~ 0102")).contains("992 calls");
    }

    @Test
    void a_command_is_copied_as_code_of_several_libraries() throws IOException, InterruptedException {
        show(recording);
        select(4);
        assertThat(code("hex")).isEqualTo("00 A4 04 00 0B A0 00 00 03 08 00 00 10 00 01 00");
        assertThat(code("puce send")).isEqualTo("puce send '" + SELECT_PIV + "'");
        assertThat(code("pyscard")).isEqualTo("""
                data, sw1, sw2 = connection.transmit([
                    0x00, 0xA4, 0x04, 0x00, 0x0B, 0xA0, 0x00, 0x00, 0x03, 0x08, 0x00, 0x00,
                    0x10, 0x00, 0x01, 0x00])""");
        assertThat(code("javax.smartcardio"))
                .startsWith("ResponseAPDU answer = channel.transmit(new CommandAPDU(new byte[] {\n    (byte) 0x00, ");
        assertThat(code("puce")).startsWith("ResponseApdu answer = card.transmit(\"00 A4 04 00 ");
        select(5);
        assertThat(browser.evaluate("String(document.querySelector('.copies'))"))
                .as("a command with a PIN")
                .isEqualTo("null");
    }

    /// Copies the command and returns the copied code.
    private static String code(String notation) throws InterruptedException {
        browser.click(
                "[...document.querySelectorAll('.copies button')].find(b => b.textContent === '" + notation + "')");
        return browser.evaluate("document.querySelector('.copies pre').textContent");
    }

    /// The results of filters, of the folded list and of the one without folding.
    private static Map<String, String> filtered(List<String> filters) throws InterruptedException {
        var results = new LinkedHashMap<String, String>();
        for (String filter : filters) {
            results.put(filter, filtered(filter));
        }
        browser.press("Escape");
        browser.await("!" + STATUS + ".includes(' of ')");
        String folded = browser.evaluate(STATUS);
        browser.press("f");
        browser.await(STATUS + " !== '" + folded + "' && !" + STATUS + ".includes('unfolding')");
        for (String filter : filters) {
            results.put("unfolded: " + filter, filtered(filter));
        }
        return results;
    }

    /// Types a filter, and returns the numbers of rows and calls, or the mistake.
    private static String filtered(String filter) throws InterruptedException {
        browser.run("document.querySelector('#filter').value = ''; document.querySelector('#filter').focus()");
        browser.type(filter);
        browser.press("Enter");
        browser.await("!document.querySelector('.viewport[aria-busy]')");
        return browser.evaluate("document.querySelector('.filter-problem').hidden ? " + STATUS
                + ".split('·').slice(0, 2).join() : document.querySelector('.filter-problem').lastChild.textContent");
    }

    @Test
    void the_HTML_file_prints_its_rows() throws IOException, InterruptedException {
        showFile(recording, 1000);
        Path pdf = Files.write(folder.resolve("page.pdf"), browser.pdf());
        var pdftotext = RealParts.command("pdftotext", "poppler-utils");
        CommandResult text =
                CommandResult.command(Map.of(), List.of(pdftotext.toString(), "-raw", pdf.toString(), "-"));
        assertThat(text.out().replaceAll("\\s+", " "))
                .contains("VERIFY PIV PIN", "6982 security status not satisfied", "GET DATA discovery object")
                .doesNotContain("…");
        Await.until(
                "the list is back",
                () -> browser.evaluate("String(document.querySelector('.paper'))")
                        .equals("null"));
    }
}
