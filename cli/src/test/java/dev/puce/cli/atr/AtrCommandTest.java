package dev.puce.cli.atr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.puce.cli.Puce;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class AtrCommandTest {
    private static final String USIM = "3B9F96801FC78031A073BE21136743200718000001A5";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path list;

    @BeforeEach
    void makeList() throws IOException {
        list = folder.resolve("list.txt");
        Files.writeString(list, """
                3B 9F 96 80 1F C7 80 31 A0 73 BE 21 13 67 43 20 07 18 00 00 01 ..
                \tA made-up SIM

                3B 02 14 5.
                \tA made-up bank card (Bank)
                \thttps://example.org
                """.replace("\\t", "\t"));
    }

    private int run(String... args) {
        return Puce.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void json_is_one_object_a_line_with_the_names_of_the_contract() {
        assertThat(run("atr", "--json", "--list", list.toString(), USIM, "3B", "02", "14", "50"))
                .isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "{\"atr\":\"3B9F96801FC78031A073BE21136743200718000001A5\",\"convention\":\"direct\",\"fi\":512,\"di\":32,"
                                + "\"fMaxHz\":5000000,\"extraGuardTime\":0,\"protocols\":[\"T=0\"],"
                                + "\"interfaceBytes\":{\"TA1\":\"96\",\"TD1\":\"80\",\"TD2\":\"1F\",\"TA3\":\"C7\"},"
                                + "\"historicalBytes\":\"8031A073BE21136743200718000001\","
                                + "\"tck\":{\"value\":\"A5\",\"status\":\"right\"},\"findings\":[],"
                                + "\"matches\":[{\"pattern\":\"3B 9F 96 80 1F C7 80 31 A0 73 BE 21 13 67 43 20 07 18 00 00 01 ..\","
                                + "\"descriptions\":[\"A made-up SIM\"]}]}",
                        "{\"atr\":\"3B021450\",\"convention\":\"direct\",\"fi\":372,\"di\":1,\"fMaxHz\":5000000,"
                                + "\"extraGuardTime\":0,\"protocols\":[\"T=0\"],\"interfaceBytes\":{},\"historicalBytes\":\"1450\","
                                + "\"tck\":{\"value\":null,\"status\":\"none\"},\"findings\":[],"
                                + "\"matches\":[{\"pattern\":\"3B 02 14 5.\","
                                + "\"descriptions\":[\"A made-up bank card (Bank)\",\"https://example.org\"]}]}");
    }

    @Test
    void text_explains_every_character_and_names_the_card() {
        assertThat(run("atr", "--list", list.toString(), "--color", "never", USIM))
                .isZero();

        assertThat(out.toString())
                .contains("direct convention")
                .contains("Fi = 512, Di = 32, f(max) = 5 MHz")
                .contains("TCK  A5      right")
                .contains("A made-up SIM")
                .doesNotContain("\033[");
    }

    @Test
    void line_that_is_not_hex_is_reported_and_the_rest_is_explained() throws IOException {
        Path file = folder.resolve("atrs.txt");
        Files.writeString(file, "ATR: 3B 02 14 50\nnonsense\n0x3b,0x00\n");

        assertThat(run("atr", "--json", "--list", list.toString(), "-f", file.toString()))
                .isEqualTo(1);

        assertThat(out.toString().lines()).hasSize(2);
        assertThat(err.toString()).contains("line 2").contains("is not an ATR");
    }

    @Test
    void an_argument_of_several_lines_is_several_atrs_or_one_that_was_wrapped() {
        assertThat(run("atr", "--json", "--list", list.toString(), "3B 02\n14 50\r\n\n3F 00\n3B01 41"))
                .isZero();

        assertThat(out.toString().lines())
                .map(line -> line.substring(0, line.indexOf(',')))
                .containsExactly("{\"atr\":\"3B021450\"", "{\"atr\":\"3F00\"", "{\"atr\":\"3B0141\"");
    }

    @Test
    void minus_is_standard_input_and_input_without_an_atr_is_reported() {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream("3B00\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(run("atr", "--json", "--list", list.toString(), "-f", "-"))
                    .isZero();
            System.setIn(new ByteArrayInputStream("# nothing\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(run("atr", "--json", "--list", list.toString(), "-")).isEqualTo(1);
        } finally {
            System.setIn(before);
        }
        assertThat(out.toString().lines()).hasSize(1);
        assertThat(err.toString()).isEqualTo("puce: The input has no ATR\n");
    }

    @Test
    void lists_are_read_as_they_are_counted() throws IOException {
        Path inventory = Files.writeString(folder.resolve("inventory"), """
                card;"ATR, in hex";seen
                one;"3B 65 00";2
                   12 3b:66:00
                3B 67 00\t7
                3B 68 00,4
                ATR: 3B 69 00
                """.replace("\\t", "\t"));

        assertThat(run("atr", "--json", "--list", list.toString(), "-f", inventory.toString()))
                .isEqualTo(1);

        assertThat(out.toString().lines())
                .map(line -> line.substring(0, line.indexOf(',')))
                .containsExactly(
                        "{\"atr\":\"3B6500\"",
                        "{\"atr\":\"3B6600\"",
                        "{\"atr\":\"3B6700\"",
                        "{\"atr\":\"3B6800\"",
                        "{\"atr\":\"3B6900\"");
        assertThat(err.toString()).contains("line 1 is not an ATR").doesNotContain("line 2");
    }

    @Test
    void lists_of_windows_programs_are_read_in_utf_16() throws IOException {
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            Path file = folder.resolve("utf-16.txt");
            Files.writeString(file, "\uFEFFna\u00EFve \u20AC\t3B 01 41\t3\r\n3B 00\r\n", charset);

            assertThat(run("atr", "--json", "--list", list.toString(), "-f", file.toString()))
                    .isZero();
            assertThat(out.toString().lines())
                    .map(line -> line.substring(0, line.indexOf(',')))
                    .containsExactly("{\"atr\":\"3B0141\"", "{\"atr\":\"3B00\"");
            out.getBuffer().setLength(0);

            assertThat(run("atr", "stats", "--csv", file.toString())).isZero();
            assertThat(out.toString()).contains("T0,01,3,75.00", "T0,00,1,25.00");
            out.getBuffer().setLength(0);
        }
    }

    @Test
    void binary_file_is_reported_briefly() throws IOException {
        Path picture = folder.resolve("card.png");
        Files.writeString(picture, "x".repeat(4000));

        assertThat(run("atr", "--list", list.toString(), "-f", picture.toString()))
                .isEqualTo(1);

        assertThat(err.toString())
                .contains("line 1 is not an ATR")
                .contains("invalid hex digit 'x' at position 0")
                .hasSizeLessThan(300);
    }

    @Test
    void update_refuses_a_source_that_is_neither_file_nor_url() {
        assertThat(run("atr", "update", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains(folder + " is a folder, not a file");
        err.getBuffer().setLength(0);
        assertThat(run("atr", "update", "ftp://localhost/list.txt")).isEqualTo(1);
        assertThat(err.toString()).contains("ftp://localhost/list.txt is not an http, https or file URL");
        err.getBuffer().setLength(0);
        assertThat(run("atr", "update", "--timeout", "0", list.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--timeout must be at least 1");
    }

    @Test
    @Timeout(30)
    void update_refuses_devices_pipes_and_large_files_at_once() throws Exception {
        assertThat(run("atr", "update", "/dev/zero")).isEqualTo(1);
        assertThat(run("atr", "update", "file:///dev/zero")).isEqualTo(1);
        Path pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "mkfifo is not installed");
        assertThat(run("atr", "update", pipe.toString())).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(3).allMatch(line -> line.contains("is a device, pipe or socket"));
        err.getBuffer().setLength(0);
        Path large = folder.resolve("large");
        try (var file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength((16 << 20) + 1L);
        }
        assertThat(run("atr", "update", large.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("has more than 16777216 bytes");
    }

    @Test
    void reading_ends_when_the_reader_of_the_output_ends() throws IOException {
        Path file = folder.resolve("atrs.txt");
        Files.writeString(file, "3B00\nnonsense\n");
        var gone = new Writer() {
            @Override
            public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("Broken pipe");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };

        Puce.run(
                new PrintWriter(gone),
                new PrintWriter(err, true),
                "atr",
                "--list",
                list.toString(),
                "-f",
                file.toString());

        assertThat(err.toString()).isEmpty();
    }

    @Test
    void a_near_miss_is_listed_on_request() {
        assertThat(run("atr", "--list", list.toString(), "--near", "3B 02 14 60"))
                .isZero();
        assertThat(out.toString())
                .contains("differs in one character, offset 3")
                .contains("A made-up bank card");
    }

    @Test
    void search_without_result_is_named() {
        assertThat(run("atr", "list", "--list", list.toString(), "bank", "library"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("puce: No card of the list has 'bank' and 'library'.");
    }

    @Test
    void text_has_no_empty_tables_unless_one_is_named() throws IOException {
        Path letter = Files.writeString(folder.resolve("letter"), "Dear support\n");
        assertThat(run("atr", "stats", "--color", "never", letter.toString())).isZero();
        assertThat(out.toString()).contains("0 ATRs counted", "1 not an ATR").doesNotContain("TA3", "TCK");
        assertThat(run("atr", "stats", "--color", "never", "--table", "TA3", letter.toString()))
                .isZero();
        assertThat(out.toString()).endsWith("\nTA3\n");
    }

    @Test
    void the_list_is_searched() {
        assertThat(run("atr", "list", "--list", list.toString(), "bank")).isZero();
        assertThat(out.toString()).contains("3B 02 14 5.").doesNotContain("SIM");
    }

    @Test
    void statistics_are_one_json_object_with_named_tables() {
        assertThat(run("atr", "stats", "--json", "--rule", "published", list.toString()))
                .isZero();
        assertThat(out.toString())
                .startsWith("{\"counted\":2,")
                .contains("\"TS\":[{\"value\":\"3B\",\"count\":2,\"percent\":100.0}]")
                .contains(
                        "\"TA1\":[{\"value\":null,\"count\":1,\"percent\":50.0},{\"value\":\"96\",\"count\":1,\"percent\":50.0}]")
                .contains("\"TA3-IFSC\":[]");
    }

    @Test
    void statistics_are_text_csv_and_markdown() {
        assertThat(run("atr", "stats", "--color", "never", "-t", "T0", list.toString()))
                .isZero();
        assertThat(out.toString()).contains("0x02  1   50.00 %");
        out.getBuffer().setLength(0);
        assertThat(run("atr", "stats", "--csv", "-t", "T0", list.toString())).isZero();
        assertThat(out.toString()).isEqualTo("table,value,count,percent\r\nT0,02,1,50.00\r\nT0,9F,1,50.00\r\n");
        out.getBuffer().setLength(0);
        assertThat(run("atr", "stats", "--markdown", "-t", "T0", list.toString()))
                .isZero();
        assertThat(out.toString()).contains("| 0x9F | 1 | 50.00 % |");
    }

    @Test
    void statistics_as_svg_need_no_fonts_and_png_needs_an_add_on() throws IOException {
        Path drawing = folder.resolve("t0.svg");
        assertThat(run("atr", "stats", "--svg", "--table", "T0", "-o", drawing.toString(), list.toString()))
                .isZero();
        assertThat(drawing).content().startsWith("<svg").contains(">0x9F</text>");

        Path picture = folder.resolve("t0.png");
        assertThat(run("atr", "stats", "--png", "--table", "T0", "-o", picture.toString(), list.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("no add-on for --png", "rsvg-convert");
        assertThat(picture).doesNotExist();
    }

    @Test
    void a_plot_needs_its_table_named() {
        assertThat(run("atr", "stats", "--svg", list.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--table");
    }

    @Test
    void contradictory_options_are_reported_before_reading() {
        assertThat(run("atr", "stats", "--top", "-1", list.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--top must not be negative");
        err.getBuffer().setLength(0);
        assertThat(run("atr", "stats", "--rule", "own", list.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("'own' is not one of default, published");
        err.getBuffer().setLength(0);
        assertThat(run("atr", "--color", "red", USIM)).isEqualTo(2);
        assertThat(err.toString()).contains("'red' is not one of auto, always, never");
        err.getBuffer().setLength(0);
        for (String clock : List.of("0", "-4", "NaN", "Infinity", "4000000")) {
            assertThat(run("atr", "--clock", clock, USIM)).isEqualTo(2);
        }
        assertThat(err.toString()).contains("--clock must be positive");
        assertThat(run("atr", "--near", "--near-max", "-1", USIM)).isEqualTo(2);
        assertThat(err.toString()).contains("--near-max must not be negative");
        err.getBuffer().setLength(0);
        assertThat(run("atr", "--list", folder.toString(), USIM)).isEqualTo(1);
        assertThat(err.toString()).contains(folder + " is a folder");
        err.getBuffer().setLength(0);
        assertThat(run("atr", "stats", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains(folder + " is a folder");
        err.getBuffer().setLength(0);
        assertThat(run("atr", "-f", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains(folder + " is a folder");
        err.getBuffer().setLength(0);
        assertThat(run("atr", "--list", list.toString(), "")).isEqualTo(1);
        assertThat(err.toString()).contains("is not an ATR: it is empty");
    }

    @Test
    void control_characters_of_lists_do_not_reach_the_terminal() throws IOException {
        Path hostile = folder.resolve("hostile.txt");
        Files.writeString(hostile, "3B 00\n\tcard \033[2J\nnonsense \033]0;title\007\n");

        run("atr", "stats", "--color", "never", hostile.toString());
        run("atr", "--color", "never", "--list", hostile.toString(), "3B00");
        run("atr", "--color", "never", "-f", hostile.toString());
        run("atr", "list", "--list", hostile.toString());

        assertThat(out + err.toString())
                .contains("nonsense \\x1B]0;title\\x07")
                .contains("card \\x1B[2J")
                .doesNotContain("\033")
                .doesNotContain("\007");
    }

    @Test
    void byte_order_mark_is_not_part_of_an_atr() throws IOException {
        Path file = folder.resolve("atrs.txt");
        Files.writeString(file, "\uFEFF3B 02 14 50\n");

        assertThat(run("atr", "--json", "--list", list.toString(), "-f", file.toString()))
                .isZero();
        assertThat(out.toString()).startsWith("{\"atr\":\"3B021450\"");
    }

    @Test
    void the_summary_of_statistics_fits_80_columns() {
        run("atr", "stats", "--rule", "published", "--color", "never", "-t", "TS", list.toString());
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80).anyMatch(line -> line.length() > 60);
    }

    @Test
    void growth_of_one_list_has_no_line() {
        assertThat(run("atr", "stats", "--growth", "--color", "never", list.toString()))
                .isZero();
        assertThat(out.toString()).contains("Growth  1 point\n").doesNotContain("y =");
    }

    @Test
    void growth_comes_from_dated_lists() throws IOException {
        Path older = folder.resolve("list-2016-01-23.txt");
        Path newer = folder.resolve("list-20200322.txt");
        Files.writeString(older, "3B 00\n");
        Files.writeString(newer, "3B 00\n3B 01 41\n3B 02 41 42\n");

        assertThat(run("atr", "stats", "--growth", "--json", newer.toString(), older.toString()))
                .isZero();
        assertThat(out.toString())
                .contains(
                        "\"points\":[{\"date\":\"2016-01-23\",\"entries\":1},{\"date\":\"2020-03-22\",\"entries\":3}]")
                .contains("\"r2\":1");
    }

    @Test
    void the_drawing_is_svg() {
        assertThat(run("atr", "--svg", USIM)).isZero();
        assertThat(out.toString()).startsWith("<svg ").contains("TA1").endsWith("</svg>\n");
    }

    @Test
    void the_drawing_shows_a_missing_tck_and_findings_and_only_one_atr() {
        assertThat(run("atr", "--svg", "3B80800102", "3B80800101")).isEqualTo(1);
        assertThat(err.toString()).contains("--svg draws one ATR. Not drawn: 3B 80 80 01 01");
        assertThat(run("atr", "--svg", "--json", "3B00")).isEqualTo(2);
        assertThat(out.toString()).contains("error, offset 4", "TCK is 02, expected 01");
        out.getBuffer().setLength(0);
        assertThat(run("atr", "--svg", "3B808001")).isEqualTo(1);
        assertThat(out.toString()).contains("stroke-dasharray", ">?</text>", "TCK is missing, expected 01");
    }

    @Test
    void the_drawing_shows_every_character_that_did_not_come() {
        assertThat(run("atr", "--svg", "3B 8A 80 01 80 31")).isEqualTo(1);
        assertThat(missingBoxes()).containsExactly("T3", "T4", "T5", "T6", "T7", "T8", "T9", "T10", "TCK");
        out.getBuffer().setLength(0);
        assertThat(run("atr", "--svg", "3B F2 11")).isEqualTo(1);
        assertThat(missingBoxes()).containsExactly("TB1", "TC1", "TD1", "T1", "T2");
    }

    private List<String> missingBoxes() {
        return Pattern.compile("dasharray[^\n]*\n<text[^>]*>([^<]*)<")
                .matcher(out.toString())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void text_fits_a_terminal_but_for_bytes_and_descriptions() {
        for (String atr : List.of(
                USIM,
                "0365",
                "3BFF9500FFD18171FE4700",
                "3F6525002209699000",
                "3B80800101",
                "3B8F8001804F0CA000000306030001000000006A")) {
            run("atr", "--list", list.toString(), atr);
        }
        assertThat(out.toString().lines())
                .filteredOn(line -> !line.startsWith("ATR  "))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void unknown_card_is_reported_with_similar_cards_before_the_explanation() {
        assertThat(run("atr", "--list", list.toString(), "3B00")).isZero();
        assertThat(out.toString()).contains("No card in the list has this ATR.").doesNotContain("similar");
        out.getBuffer().setLength(0);
        assertThat(run("atr", "--list", list.toString(), "3B 02 14 60")).isZero();
        assertThat(out.toString())
                .containsSubsequence(
                        "No card in the list", "Cards with a similar ATR", "A made-up bank card", "TS   3B");
    }

    @Test
    void an_atr_that_violates_the_standard_has_exit_status_1() {
        assertThat(run("atr", "--list", list.toString(), "3B")).isEqualTo(1);
        assertThat(run("atr", "--json", "--list", list.toString(), "3B80800101"))
                .isZero();
        assertThat(err.toString()).isEmpty();
    }
}
