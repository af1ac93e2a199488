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

    /// More values than a plot has bars, historical bytes of full length, wildcards, and a long line without an
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
        assertThat(browser.evaluate("[...document.querySelectorAll('table, svg, dd')]"
                        + ".filter(e => e.getBoundingClientRect().right > innerWidth).length"))
                .isEqualTo("0");
    }

    @Test
    void text_in_plots_is_large_enough_on_a_phone() throws InterruptedException {
        browser.open(page, PHONE_WIDTH, 800, true);
        double smallest = Double.parseDouble(browser.evaluate("Math.min(...[...document.querySelectorAll('svg text')]"
                + ".map(t => parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a))"));
        assertThat(smallest).isGreaterThan(8);
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
    void every_table_has_a_plot_with_all_bars_and_selectable_text() throws InterruptedException {
        browser.open(page, 1280, 900, false);
        assertThat(browser.evaluate("document.title")).isEqualTo("A study");
        assertThat(
                        browser.evaluate(
                                "[...document.querySelectorAll('section')]"
                                        + ".filter(s => s.querySelectorAll('table').length && s.querySelectorAll('svg').length != 1).length"))
                .isEqualTo("0");
        assertThat(browser.evaluate("document.querySelectorAll('#TA1 svg path').length"))
                .as("bars that take up room")
                .isEqualTo(browser.evaluate("[...document.querySelectorAll('#TA1 svg path')]"
                        + ".filter(p => p.getBoundingClientRect().width > 0).length"));
        assertThat(browser.evaluate("(() => { getSelection().selectAllChildren(document.querySelector('#TS svg'));"
                        + " return getSelection().toString().replace(/\\s+/g, ' ').trim(); })()"))
                .isEqualTo("0x3B 61");
        assertThat(browser.evaluate("document.querySelectorAll('[id]').length"))
                .as("ids that occur once")
                .isEqualTo(browser.evaluate("new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size"));
    }

    @Test
    void printed_page_has_text_and_plots() throws IOException, InterruptedException {
        browser.open(page, 1280, 900, false);
        Path pdf = Files.write(folder.resolve("page.pdf"), browser.pdf());
        CommandResult text = CommandResult.command(
                Map.of(),
                List.of(RealParts.command("pdftotext", "poppler-utils").toString(), "-layout", pdf.toString(), "-"));
        assertThat(text.out())
                .contains("A study", "61 ATRs, character by character", "cards.txt", "TCK: check byte")
                .containsPattern("0x3B +61\\s") // in the plot
                .containsPattern("0x3B direct convention +61 +100.00 %"); // in the table
    }
}
