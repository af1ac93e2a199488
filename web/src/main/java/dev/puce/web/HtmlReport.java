package dev.puce.web;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.recording.RecordingHeader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes a trace as one HTML file that shows the page of `puce web` without a server.
///
/// Rows and details are computed here and lie in the file as compressed blocks, which the page decompresses when they
/// are needed. The policy of the file allows its own script and style by their hash, and nothing else.
public final class HtmlReport implements CallSink {
    /// The largest number of calls in a file. Browsers open files of this size within seconds.
    public static final int MAX_CALLS = 100_000;

    /// Number of calls of which the bytes are in a block, for filters.
    private static final int CALLS_IN_BLOCK = 4096;

    private static final Pattern IMPORT = Pattern.compile("(?m)^import .*\n");
    private static final Pattern EXPORT = Pattern.compile("(?m)^export ");
    private static final String START = "openPage(new FileFeed());\n";

    private final OutputStream out;
    private final PageTrace trace;

    /// Writes to a stream, which closing the writer closes too.
    ///
    /// @param name   name of the trace, for the title
    /// @param format name of its format
    /// @param header the circumstances of its calls
    public HtmlReport(OutputStream out, String name, String format, RecordingHeader header) {
        this.out = out;
        trace = new PageTrace(0, name, format, header, PageTrace.State.COMPLETE);
    }

    /// @throws IOException if the trace has more than [#MAX_CALLS] calls
    @Override
    public void accept(TracedCall call) throws IOException {
        if (trace.index().calls().size() >= MAX_CALLS) {
            throw new IOException("An HTML file has at most " + MAX_CALLS
                    + " calls, and the trace has more. Select some with --filter, or use: puce web");
        }
        trace.index().accept(call);
    }

    /// Adds a comment on a call.
    public void comment(long call, String text) {
        trace.comment(call, text);
    }

    @Override
    public void close() throws IOException {
        try (out) {
            trace.index().close();
            write(out, trace);
        }
    }

    /// Writes a trace of the page.
    static void write(OutputStream out, PageTrace trace) throws IOException {
        String script = script();
        String style = Assets.STYLES.stream().map(Assets::text).collect(Collectors.joining());
        var calls = trace.index().all();
        var folded = RowStore.of(calls, TraceIndex.FOLDED);
        var unfolded = RowStore.of(calls, TraceIndex.UNFOLDED);
        print(out, """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="%s">
                <title>puce trace</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <link rel="icon" href="data:,">
                <style>%s</style>
                </head>
                <body>
                <noscript>This file needs JavaScript.</noscript>
                """.formatted(policy(script, style), style));
        block(out, "puce-head", head(trace, folded, unfolded.size()));
        blocks(out, "puce-rows-", RowStore.BLOCK, folded.all());
        blocks(out, "puce-unfolded-", RowStore.BLOCK, unfolded.all());
        block(out, "puce-calls", FilterColumns.of(calls, folded.ofAll(), unfolded.ofAll()));
        blocks(out, "puce-bytes-", CALLS_IN_BLOCK, calls.stream().map(FilterColumns::bytesOf));
        blocks(out, "puce-details-", RowStore.BLOCK, details(calls, unfolded));
        print(out, "<script type=\"module\">" + script + "</script>\n</body>\n</html>\n");
    }

    /// The modules of the front end as one script.
    private static String script() {
        var script = new StringBuilder();
        for (String module : Assets.MODULES) {
            if (!module.equals("server-feed.js")) {
                String text = Assets.text(module);
                script.append(
                        EXPORT.matcher(IMPORT.matcher(text).replaceAll("")).replaceAll(""));
            }
        }
        return script.append(START).toString();
    }

    /// Only this script and this style count.
    private static String policy(String script, String style) {
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src '" + hash(script) + "'",
                "style-src '" + hash(style) + "'",
                "img-src data:",
                "base-uri 'none'",
                "form-action 'none'");
    }

    private static String hash(String content) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static String head(PageTrace trace, RowStore rows, int unfolded) throws IOException {
        String diagnosis = DiagnosisPanel.json(trace.index());
        return Json.object(json -> {
            json.writeObjectPropertyStart("state");
            trace.write(json, rows);
            json.writeEndObject();
            json.writeNumberProperty("unfolded", unfolded);
            Json.raw(json, "summary", SummaryPanel.json(trace.index()));
            Json.raw(json, "diagnosis", diagnosis);
        });
    }

    /// The details of each unfolded row. The page joins those of a folded row.
    private static Stream<String> details(List<SeenCall> calls, RowStore unfolded) {
        var ofRow = new ArrayList<List<SeenCall>>();
        for (int row = 0; row < unfolded.size(); row++) {
            ofRow.add(new ArrayList<>());
        }
        int[] rows = unfolded.ofAll();
        for (int i = 0; i < rows.length; i++) {
            ofRow.get(rows[i]).add(calls.get(i));
        }
        var details = new DetailsJson();
        return ofRow.stream().map(details::of);
    }

    /// Writes blocks of JSON values.
    ///
    /// @param size number of values in a block; the page counts on it
    private static void blocks(OutputStream out, String id, int size, Stream<String> values) throws IOException {
        var rest = values.iterator();
        for (int number = 0; rest.hasNext(); number++) {
            var block = new StringJoiner(",", "[", "]");
            for (int i = 0; i < size && rest.hasNext(); i++) {
                block.add(rest.next());
            }
            block(out, id + number, block.toString());
        }
    }

    /// Writes a block that the browser does not execute. Base64 has no character of markup.
    private static void block(OutputStream out, String id, String content) throws IOException {
        var bytes = Deflated.smallest(content.getBytes(StandardCharsets.UTF_8)).bytes();
        String text = Base64.getEncoder().encodeToString(bytes);
        print(out, "<script type=\"text/plain\" id=\"" + id + "\">" + text + "</script>\n");
    }

    private static void print(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
