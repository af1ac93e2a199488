package dev.puce.javacard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Aid;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.Atr;
import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.globalplatform.CardContent;
import dev.puce.service.card.keys.CardRandom;
import dev.puce.service.card.kind.CardKinds;
import dev.puce.testkit.GlobalPlatformHost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppletCardKindTest {
    private static final String AID = "F00000000101";

    @TempDir
    private Path folder;

    private Path jar;

    @BeforeEach
    void pack() throws IOException {
        jar = folder.resolve("applet.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String type : new String[] {"CounterApplet", "ExampleApplet", "AppletCardKindTest"}) {
                String entry = "dev/puce/javacard/" + type + ".class";
                out.putNextEntry(new JarEntry(entry));
                try (var in = Objects.requireNonNull(getClass().getClassLoader().getResourceAsStream(entry))) {
                    in.transferTo(out);
                }
            }
        }
    }

    private VirtualCard card() throws IOException {
        return CardKinds.make(jar + ":" + AID + ":dev.puce.javacard.CounterApplet");
    }

    @Test
    void an_applet_is_selected_and_answers() throws Exception {
        var card = card();
        assertThat(Atr.parse(card.powerOn()).findings()).isEmpty();
        assertThat(card.transmit(Bytes.hex("00A4040006" + AID))).isEqualTo(Bytes.hex("9000"));
        assertThat(card.transmit(Bytes.hex("8003000002CAFE00"))).isEqualTo(Bytes.hex("CAFE9000"));
        assertThat(card.transmit(Bytes.hex("80FF0000"))).isEqualTo(Bytes.hex("6D00"));
        assertThat(card.transmit(Bytes.hex("80"))).isEqualTo(Bytes.hex("6700"));
    }

    @Test
    void objects_survive_a_reset_and_transient_arrays_do_not() throws Exception {
        var card = card();
        for (String expected : new String[] {"01 01", "02 01"}) {
            card.powerOn();
            card.transmit(Bytes.hex("00A4040006" + AID));
            Bytes kept = card.transmit(Bytes.hex("8001000001"));
            Bytes lost = card.transmit(Bytes.hex("8002000001"));
            assertThat(kept.slice(0, 1).plus(lost.slice(0, 1))).hasToString(expected);
            card.powerOff();
        }
    }

    @Test
    void cards_are_apart() throws Exception {
        var one = card();
        var other = card();
        for (VirtualCard card : new VirtualCard[] {one, other}) {
            card.powerOn();
            card.transmit(Bytes.hex("00A4040006" + AID));
        }
        one.transmit(Bytes.hex("8001000001"));
        assertThat(other.transmit(Bytes.hex("8001000001"))).isEqualTo(Bytes.hex("019000"));
    }

    @Test
    void card_kind_reports_wrong_aid_class_or_file() {
        assertThatThrownBy(() -> CardKinds.make(jar + ":F0")).hasMessageContaining("5 to 16 bytes");
        assertThatThrownBy(() -> CardKinds.make(jar + ":" + AID + ":no.such.Applet"))
                .hasMessageContaining("has no applet no.such.Applet");
        assertThatThrownBy(() -> CardKinds.make(folder.resolve("nowhere.jar") + ":" + AID))
                .isInstanceOf(IOException.class);
    }

    private static final String EXAMPLE = "dev.puce.javacard.ExampleApplet";
    private static final String OTHER_AID = "F00000000102";

    private VirtualCard example(String more) throws Exception {
        var card = CardKinds.make(jar + ":" + AID + ":" + EXAMPLE + more);
        card.powerOn();
        card.transmit(Bytes.hex("00A4040006" + AID));
        return card;
    }

    @Test
    void applet_gets_its_aid_privileges_and_parameters() throws Exception {
        var card = example(":CAFE01");
        assertThat(card.transmit(Bytes.hex("8001000000"))).isEqualTo(Bytes.hex("06" + AID + "01 00 03 CAFE01 9000"));
    }

    @Test
    void several_applets_share_a_card() throws Exception {
        var card = CardKinds.make(
                jar + ":" + AID + ":dev.puce.javacard.CounterApplet+" + jar + ":" + OTHER_AID + ":" + EXAMPLE + ":01");
        card.powerOn();
        assertThat(card.transmit(Bytes.hex("00A4040006" + OTHER_AID))).isEqualTo(Bytes.hex("9000"));
        assertThat(card.transmit(Bytes.hex("8001000000")).slice(0, 7)).isEqualTo(Bytes.hex("06" + OTHER_AID));
        assertThat(card.transmit(Bytes.hex("00A4040006" + AID))).isEqualTo(Bytes.hex("9000"));
        assertThat(card.transmit(Bytes.hex("8001000001"))).isEqualTo(Bytes.hex("019000"));
    }

    @Test
    void select_of_an_unknown_name_answers_6a82() throws Exception {
        var card = card();
        card.powerOn();
        assertThat(card.transmit(Bytes.hex("00A4040006F00000000199"))).isEqualTo(Bytes.hex("6A82"));
        card.transmit(Bytes.hex("00A4040006" + AID));
        assertThat(card.transmit(Bytes.hex("00A4040006F00000000199"))).isEqualTo(Bytes.hex("6A82"));
    }

    @Test
    void exception_answers_6f00_and_the_card_lives_on() throws Exception {
        var card = example("");
        assertThat(card.transmit(Bytes.hex("8002000000"))).isEqualTo(Bytes.hex("6F00"));
        assertThat(card.transmit(Bytes.hex("8001000000")).length()).isGreaterThan(2);
        var failure = new IllegalStateException("broken");
        assertThat(ReportingApplet.describe(failure))
                .matches("java.lang.IllegalStateException: broken \\(at .*AppletCardKindTest.*:\\d+\\)");
        assertThat(ReportingApplet.describe(new IllegalStateException("\u001B[31m")))
                .doesNotContain("\u001B");
        assertThat(ReportingApplet.stackTrace(new IllegalStateException("outer", failure)))
                .startsWith(
                        "stack trace of java.lang.IllegalStateException\n    at dev.puce.javacard.AppletCardKindTest.")
                .contains("\n    caused by java.lang.IllegalStateException: broken (at ");
    }

    @Test
    void output_of_applets_does_not_reach_standard_output() throws Exception {
        var before = System.out;
        var seen = new ByteArrayOutputStream();
        System.setOut(new PrintStream(seen, true, StandardCharsets.UTF_8));
        try {
            var card = example("");
            assertThat(card.transmit(Bytes.hex("8003000000"))).isEqualTo(Bytes.hex("9000"));
            System.out.println("of the test");
        } finally {
            System.setOut(before);
        }
        assertThat(seen.toString(StandardCharsets.UTF_8)).isEqualTo("of the test" + System.lineSeparator());
    }

    @Test
    void keys_differ_between_cards_and_a_seed_repeats_them() throws Exception {
        Bytes generate = Bytes.hex("8004000000");
        assertThat(example("").transmit(generate)).isNotEqualTo(example("").transmit(generate));
        assertThat(seeded(1).transmit(generate)).isEqualTo(seeded(1).transmit(generate));
        assertThat(seeded(1).transmit(generate)).isNotEqualTo(seeded(2).transmit(generate));
    }

    private VirtualCard seeded(long seed) throws Exception {
        var card = CardKinds.make(jar + ":" + AID + ":" + EXAMPLE, CardRandom.seeded(seed));
        card.powerOn();
        card.transmit(Bytes.hex("00A4040006" + AID));
        return card;
    }

    @Test
    void security_domain_answers_before_an_applet_is_selected() throws Exception {
        var card = card();
        card.powerOn();
        assertThat(card.transmit(Bytes.hex("80CA006600")).startsWith(Bytes.hex("66")))
                .isTrue();
        card.transmit(Bytes.hex("00A4040006" + AID));
        assertThat(card.transmit(Bytes.hex("00A4040000")).startsWith(Bytes.hex("6F")))
                .isTrue();
    }

    /// With a host that shares no code with the card, through both secure channels.
    @ParameterizedTest
    @CsvSource({"48, 51", "32, 3"})
    void domain_lists_installs_and_deletes_applets(int version, int level) throws Exception {
        var card = example("");
        card.reset();
        var host =
                GlobalPlatformHost.open(card::transmit, version, Bytes.hex("404142434445464748494A4B4C4D4E4F"), level);
        assertThat(host.send("80F24002", Bytes.hex("4F00")))
                .isEqualTo(Bytes.hex(
                        "E322 4F06F00000000101 9F700107 C503000000 C405F000000001 CC08A000000151000000 9000"));
        assertThat(host.send("80F21002", Bytes.hex("4F00")))
                .isEqualTo(Bytes.hex("E31D 4F05F000000001 9F700101 8406F00000000101 CC08A000000151000000 9000"));
        Bytes install = Bytes.hex("05F000000001 06F00000000101 06" + OTHER_AID + "0100 04 C902CAFE 00");
        assertThat(host.send("80E60C00", install)).isEqualTo(Bytes.hex("00 9000"));
        assertThat(host.send("80E60C00", install)).isEqualTo(Bytes.hex("6985"));
        assertThat(card.transmit(Bytes.hex("00A4040006" + OTHER_AID))).isEqualTo(Bytes.hex("9000"));
        assertThat(card.transmit(Bytes.hex("8001000000"))).isEqualTo(Bytes.hex("06" + OTHER_AID + "0100 02CAFE 9000"));
        card.reset();
        var later =
                GlobalPlatformHost.open(card::transmit, version, Bytes.hex("404142434445464748494A4B4C4D4E4F"), level);
        assertThat(later.send("80E40000", Bytes.hex("4F06" + OTHER_AID))).isEqualTo(Bytes.hex("00 9000"));
        assertThat(card.transmit(Bytes.hex("00A4040006" + OTHER_AID))).isEqualTo(Bytes.hex("6A82"));
    }

    @Test
    void text_without_line_end_is_reported_after_the_command() {
        var before = System.out;
        var seen = new ByteArrayOutputStream();
        System.setOut(new PrintStream(seen, true, StandardCharsets.UTF_8));
        var logged = new ArrayList<String>();
        var handler = new RecordedMessages(logged);
        Logger logger = Logger.getLogger(AppletOutput.class.getName());
        logger.addHandler(handler);
        try {
            AppletOutput.install();
            CardScope.run(CardRandom.fresh(), () -> {
                System.out.print("one\u001B[1m");
                return null;
            });
        } finally {
            logger.removeHandler(handler);
            System.setOut(before);
        }
        assertThat(logged).containsExactly("an applet prints: one\\x1B[1m");
        assertThat(seen.size()).isZero();
    }

    @Test
    void content_is_installed_and_deleted() throws Exception {
        var applets = new Applets(CardRandom.fresh());
        var module = Aid.hex(AID);
        var instance = Aid.hex(OTHER_AID);
        applets.load(module, ExampleApplet.class);
        applets.install(module, instance, Bytes.hex("00"), Bytes.hex("77"));
        assertThat(applets.applications())
                .containsExactly(new CardContent.Application(instance, Aid.hex("F000000001")));
        assertThat(applets.loadFiles())
                .containsExactly(new CardContent.LoadFile(Aid.hex("F000000001"), List.of(module)));
        applets.delete(instance);
        assertThat(applets.applications()).isEmpty();
        assertThatThrownBy(() -> applets.delete(instance)).hasMessage("6A88");
        assertThatThrownBy(() -> applets.install(instance, instance, Bytes.EMPTY, Bytes.EMPTY))
                .hasMessage("6A88");
    }

    @Test
    void words_for_applets_are_understood() throws Exception {
        assertThat(AppletWords.parse("a+b.jar:" + AID + "::CAFE+c.jar:" + OTHER_AID + ":x.Y"))
                .containsExactly(
                        new AppletWords(Path.of("a+b.jar"), Aid.hex(AID), Optional.empty(), Bytes.hex("CAFE")),
                        new AppletWords(Path.of("c.jar"), Aid.hex(OTHER_AID), Optional.of("x.Y"), Bytes.EMPTY));
        assertThat(AppletWords.accept("c.jar")).isFalse();
        assertThat(AppletWords.accept("demo")).isFalse();
    }

    /// Collects messages.
    private static final class RecordedMessages extends Handler {
        private final List<String> messages;

        RecordedMessages(List<String> messages) {
            this.messages = messages;
        }

        @Override
        public void publish(LogRecord record) {
            messages.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
