package dev.puce.system.atr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.AtrBuilder;
import dev.puce.it.CommandResult;
import dev.puce.system.RealParts;
import dev.puce.system.browser.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The page of `puce atr stats --html` in a real browser: on a screen, on a phone, on paper.
@Timeout(90)
class StatisticsPageInChromiumTest {
    private static final int PHONE_WIDTH = 360;

    @TempDir
    static Path folder;

    private static Path page;
    private static Chromium browser;

    @BeforeAll
    static void makePage() throws IOException, InterruptedException {
        browser = Chromium.start(folder);
        Path list = Files.write(folder.resolve("cards.txt"), list());
        page = folder.resolve("page.html");
        CommandResult stats = CommandResult.puce(
                Map.of(), "atr", "stats", list.toString(), "--html", "--title", "A study", "-o", page.toString());
        assertThat(stats.status()).as(stats.err()).isZero();
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    /// More values than a table shows, historical bytes of full length, wildcards, and a long line without an
    /// ATR.
    private static List<String> list() {
        var random = new Random(7816);
        var lines = new ArrayList<String>(List.of("3B 02 .. 14", "x".repeat(300)));
        for (int i = 0; i < 60; i++) {
            byte[] historical = new byte[i % 16];
            random.nextBytes(historical);
            lines.add(new AtrBuilder()
                    .ta(1, 0x11 + i % 40)
                    .type(1, i % 2)
                    .type(2, 15)
                    .ta(3, 0xC0 | i % 8)
                    .historicalBytes(Bytes.of(historical))
                    .build()
                    .toString());
        }
        return lines;
    }

    @Test
    void page_fits_on_a_phone() throws InterruptedException {
        browser.open(page, PHONE_WIDTH, 800, true);
        assertThat(browser.evaluate("window.innerWidth")).isEqualTo(String.valueOf(PHONE_WIDTH));
        assertThat(browser.evaluate("document.documentElement.scrollWidth")).isEqualTo(String.valueOf(PHONE_WIDTH));
        assertThat(browser.evaluate("[...document.querySelectorAll('table, dd')]"
                        + ".filter(e => e.getBoundingClientRect().right > innerWidth).length"))
                .isEqualTo("0");
    }

    @Test
    void page_makes_no_requests_and_logs_no_errors() throws InterruptedException {
        browser.open(page, 1280, 900, false);
        assertThat(browser.events("Network.requestWillBeSent"))
                .allSatisfy(request -> assertThat(request).containsAnyOf("\"url\":\"file:", "\"url\":\"data:"))
                .isNotEmpty();
        assertThat(browser.events("Runtime.consoleAPICalled")).isEmpty();
        assertThat(browser.events("Runtime.exceptionThrown")).isEmpty();
        assertThat(browser.events("Log.entryAdded")).isEmpty();
    }

    @Test
    void every_row_has_a_bar_as_long_as_its_share_and_selectable_text() throws InterruptedException {
        browser.open(page, 1280, 900, false);
        assertThat(browser.evaluate("document.title")).isEqualTo("A study");
        assertThat(
                        browser.evaluate(
                                "[...document.querySelectorAll('tbody tr')]"
                                        + ".filter(row => !getComputedStyle(row.cells[0]).backgroundImage.includes('gradient')).length"))
                .isEqualTo("0");
        assertThat(browser.evaluate("document.querySelectorAll('tbody tr').length > 100"))
                .isEqualTo("true");
        assertThat(
                        browser.evaluate(
                                "[...document.querySelectorAll('#T0-K tbody tr')]"
                                        + ".map(row => getComputedStyle(row.cells[0]).backgroundSize.split(' ')[0]).slice(0, 2).join(' ')"))
                .isEqualTo("100% 80%"); // 5 and 4 ATRs
        assertThat(browser.evaluate("(() => { getSelection().selectAllChildren(document.querySelector('#TS tbody'));"
                        + " return getSelection().toString().replace(/\\s+/g, ' ').trim(); })()"))
                .isEqualTo("0x3B direct convention 61 100.00 %");
        assertThat(browser.evaluate("document.querySelectorAll('[id]').length"))
                .as("ids that occur once")
                .isEqualTo(browser.evaluate("new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size"));
    }

    @Test
    void printed_page_has_text() throws IOException, InterruptedException {
        browser.open(page, 1280, 900, false);
        Path pdf = Files.write(folder.resolve("page.pdf"), browser.pdf());
        CommandResult text = CommandResult.command(
                Map.of(),
                List.of(RealParts.command("pdftotext", "poppler-utils").toString(), "-layout", pdf.toString(), "-"));
        assertThat(text.out())
                .contains("A study", "61 ATRs, character by character", "cards.txt", "TCK: check byte")
                .containsPattern("0x3B direct convention +61 +100.00 %");
    }
}
