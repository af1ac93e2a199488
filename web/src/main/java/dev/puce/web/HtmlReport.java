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
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Writes a trace as one HTML file that shows the page of `puce web` without a server.
///
/// Rows and details are computed here and lie in the file as compressed blocks, which the page decompresses when they
/// are needed. The policy of the file allows its own script and style by their hash, and nothing else.
public final class HtmlReport implements CallSink {
    /// The largest number of calls in a file. Browsers open files of this size within seconds.
    public static final int MAX_CALLS = 100_000;

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
        var rows = trace.index().rows().arrays();
        var calls = new CallsByNumber(trace.index().calls());
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
        block(out, "puce-head", head(trace, rows.size()).getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < rows.size(); i++) {
            block(out, "puce-rows-" + i, rows.get(i));
        }
        block(out, "puce-calls", FilterColumns.of(calls.all()).getBytes(StandardCharsets.UTF_8));
        writeDetails(out, trace.index(), calls);
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

    private static String head(PageTrace trace, int rowBlocks) throws IOException {
        String diagnosis = DiagnosisPanel.json(trace.index());
        return Json.object(json -> {
            json.writeObjectPropertyStart("state");
            trace.write(json);
            json.writeEndObject();
            json.writeNumberProperty("rowBlocks", rowBlocks);
            Json.raw(json, "summary", SummaryPanel.json(trace.index()));
            Json.raw(json, "diagnosis", diagnosis);
        });
    }

    private static void writeDetails(OutputStream out, TraceIndex index, CallsByNumber calls) throws IOException {
        var details = new DetailsJson();
        int rows = index.rows().size();
        List<String> block = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            var range = index.rows().calls(row);
            block.add(details.of(calls.between(range[0], range[1])));
            if (block.size() == RowStore.BLOCK || row == rows - 1) {
                String array = "[" + String.join(",", block) + "]";
                block(out, "puce-details-" + row / RowStore.BLOCK, array.getBytes(StandardCharsets.UTF_8));
                block.clear();
            }
        }
    }

    /// Writes a block that the browser does not execute. Base64 has no character of markup.
    private static void block(OutputStream out, String id, byte[] content) throws IOException {
        String text =
                Base64.getEncoder().encodeToString(Deflated.smallest(content).bytes());
        print(out, "<script type=\"text/plain\" id=\"" + id + "\">" + text + "</script>\n");
    }

    private static void print(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
