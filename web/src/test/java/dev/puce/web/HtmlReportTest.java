package dev.puce.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.Calls;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.Redaction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private static String report(List<TracedCall> calls) throws IOException {
        var out = new ByteArrayOutputStream();
        var header = RecordingHeader.of("test", Instant.EPOCH, Redaction.FULL);
        try (var report = new HtmlReport(out, "trace.jsonl", "recording", header)) {
            for (var call : calls) {
                report.accept(call);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String block(String html, String id) throws IOException {
        var block = Pattern.compile("id=\"" + id + "\">([^<]*)</script>").matcher(html);
        assertThat(block.find()).as(id).isTrue();
        var bytes = Base64.getDecoder().decode(block.group(1));
        return new String(
                new InflaterInputStream(new ByteArrayInputStream(bytes)).readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void rows_details_and_summary_lie_in_the_file() throws IOException {
        String html = report(Traces.piv());
        assertThat(block(html, "puce-head"))
                .contains("\"calls\":4", "\"rows\":4", "\"unfolded\":4", "\"functions\":", "\"notJudged\":");
        assertThat(block(html, "puce-rows-0")).contains("SELECT PIV");
        assertThat(block(html, "puce-details-0")).contains("\"side\":\"response\"");
    }

    @Test
    void the_bytes_of_calls_lie_apart_from_the_details() throws IOException {
        assertThat(block(report(Traces.piv()), "puce-bytes-0"))
                .startsWith("[[null,null],[\"" + Traces.SELECT_PIV + "\",\"6109")
                .endsWith("[\"00CB3FFF055C035FC10C\",\"6A82\"]]");
    }

    @Test
    void the_policy_has_the_hash_of_the_script() throws Exception {
        String html = report(Traces.piv());
        String script = html.substring(html.indexOf("<script type=\"module\">") + 22, html.lastIndexOf("</script>"));
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
        assertThat(html).contains("script-src 'sha256-" + hash + "'");
        assertThat(script).contains("openPage(new FileFeed())").doesNotContain("import ", "export ");
    }

    @Test
    void nothing_comes_from_elsewhere() throws IOException {
        assertThat(report(Traces.piv())).doesNotContain("src=", "https://", "http://127", "url(");
    }

    @Test
    void text_of_a_trace_is_not_markup() throws IOException {
        String hostile = "</script><script>alert(1)</script>";
        assertThat(report(List.of(Calls.connect(1, hostile)))).doesNotContain("alert(1)");
    }

    /// Calls 2, 4 and 7 start and end transactions. They only count for rows 1, 2 and 1.
    @Test
    void calls_have_a_folded_and_an_unfolded_row() throws IOException {
        String html = report(Traces.interleaved());
        assertThat(block(html, "puce-calls")).contains("\"folded\":[0,0,-3,-4,1,-3,2]", "\"unfolded\":[0,1,2,3,4,5,6]");
        assertThat(block(html, "puce-rows-0")).contains("\"numbers\":\"1-3\"");
        assertThat(block(html, "puce-unfolded-0")).contains("\"numbers\":\"1\"", "\"numbers\":\"3\"");
    }

    /// The answers differ: compression finds no repetition in them.
    @Test
    void ten_thousand_calls_are_at_most_three_megabytes() throws IOException {
        var random = new SplittableRandom(7816);
        var calls = new ArrayList<TracedCall>();
        for (int number = 1; number <= 10_000; number++) {
            var answer = new byte[16];
            random.nextBytes(answer);
            calls.add(Calls.transmit(
                    number, "00B0%04X10".formatted(number), Bytes.of(answer).toHex() + "9000"));
        }
        assertThat(report(calls)).hasSizeLessThan(3 << 20);
    }
}
