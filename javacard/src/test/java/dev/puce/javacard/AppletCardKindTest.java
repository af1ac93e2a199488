package dev.puce.javacard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.Atr;
import dev.puce.service.card.CardKinds;
import dev.puce.service.card.VirtualCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppletCardKindTest {
    private static final String AID = "F00000000101";

    @TempDir
    private Path folder;

    private Path jar;

    @BeforeEach
    void pack() throws IOException {
        jar = folder.resolve("applet.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String type : new String[] {"CounterApplet", "AppletCardKindTest"}) {
                String entry = "dev/puce/javacard/" + type + ".class";
                out.putNextEntry(new JarEntry(entry));
                try (var in = Objects.requireNonNull(getClass().getClassLoader().getResourceAsStream(entry))) {
                    in.transferTo(out);
                }
            }
        }
    }

    private VirtualCard card() throws IOException {
        return CardKinds.make(jar + ":" + AID);
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
    void what_cannot_be_made_is_told() {
        assertThatThrownBy(() -> CardKinds.make(jar + ":F0")).hasMessageContaining("5 to 16 bytes");
        assertThatThrownBy(() -> CardKinds.make(jar + ":" + AID + ":no.such.Applet"))
                .hasMessageContaining("has no applet no.such.Applet");
        assertThatThrownBy(() -> CardKinds.make(folder.resolve("nowhere.jar") + ":" + AID))
                .isInstanceOf(IOException.class);
    }
}
