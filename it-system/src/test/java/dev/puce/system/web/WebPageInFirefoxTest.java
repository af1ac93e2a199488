package dev.puce.system.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.system.browser.Firefox;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.redaction.Redaction;
import dev.puce.web.WebPage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `puce web` and `puce export --to html` in Firefox. The tests in Chromium go into every feature.
@Timeout(180)
class WebPageInFirefoxTest {
    private static final Path TRACE =
            Path.of("../diagnose/src/test/resources/dev/puce/diagnose/trace/corpus/pkcs11-wrong-pin.jsonl");

    @TempDir
    static Path folder;

    private static Firefox browser;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        browser = Firefox.start(folder);
    }

    @AfterAll
    static void end() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void the_HTML_file_opens_from_disk() throws IOException, InterruptedException {
        Path file = folder.resolve("report.html");
        CommandResult.puce(Map.of(), "export", "--to", "html", "-o", file.toString(), TRACE.toString());
        browser.open(file.toUri(), 1280, 720);
        assertWorks();
    }

    @Test
    void the_live_page_works() throws IOException, InterruptedException {
        try (var page = WebPage.start(0, Redaction.FULL)) {
            page.open(
                    "trace.jsonl", TraceFile.open(TRACE, TraceFile.Options.redacting(Redaction.FULL), (line, what) -> {
                        throw new AssertionError(what);
                    }));
            browser.open(page.address(), 1280, 720);
            browser.await("document.querySelector('.state.complete')");
            assertWorks();
            browser.open(URI.create("about:blank"), 1280, 720);
        }
    }

    private static void assertWorks() throws InterruptedException {
        browser.await("document.querySelectorAll('.rows .row:not(.waiting)').length > 20");
        browser.press("G");
        browser.press("p");
        browser.await("document.querySelector('.details h2')?.textContent.includes('VERIFY')");
        assertThat(browser.evaluate("[...document.querySelectorAll('.side')].map(s => s.getBoundingClientRect().top)"
                        + ".every((top, _, all) => top === all[0])"))
                .as("command and response stand side by side")
                .isEqualTo("true");
        assertThat(browser.evaluate("[...document.querySelectorAll('.titles > span')].every((title, i) =>"
                        + " Math.abs(title.getBoundingClientRect().left - document.querySelector('.rows .row')"
                        + ".children[i].getBoundingClientRect().left) < 1)"))
                .as("titles stand above their columns")
                .isEqualTo("true");
        browser.press("/");
        browser.press("sw = 63C2");
        browser.await("document.querySelector('.status-line').textContent.startsWith('1 of ')");
        browser.press(" and bogus");
        browser.await("document.querySelector('.filter-problem mark')?.textContent === 'b'");
        browser.press("Escape");
        browser.press("i");
        browser.await("document.querySelector('dialog .finding.problem')");
        assertThat(browser.console()).isEmpty();
    }
}
