package dev.puce.service.card.keycard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.atr.Atr;
import dev.puce.service.card.keys.CardRandom;
import dev.puce.service.card.keys.Personalization;
import dev.puce.service.card.kind.CardKinds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyCardTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void atr_is_well_formed(KeyCard kind) throws Exception {
        assertThat(Atr.parse(kind.card(CardRandom.fresh()).powerOn()).findings())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void memory_survives_the_process(KeyCard kind) throws Exception {
        Path file = folder.resolve("card.json");
        String words = kind + ":" + file;
        CardKinds.make(words);
        String first = Files.readString(file);
        CardKinds.make(words);
        assertThat(Files.readString(file)).isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource
    void new_card_is_used_from_its_file(KeyCard kind) throws Exception {
        Path file = folder.resolve("card.json");
        kind.create(file, Personalization.NONE, CardRandom.fresh());
        assertThat(CardKinds.make(kind + ":" + file).powerOn().isEmpty()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void seed_makes_cards_reproducible(KeyCard kind) throws Exception {
        kind.create(folder.resolve("a"), Personalization.NONE, CardRandom.seeded(1));
        kind.create(folder.resolve("b"), Personalization.NONE, CardRandom.seeded(1));
        kind.create(folder.resolve("c"), Personalization.NONE, CardRandom.seeded(2));
        assertThat(folder.resolve("a")).hasSameTextualContentAs(folder.resolve("b"));
        assertThat(Files.readString(folder.resolve("a"))).isNotEqualTo(Files.readString(folder.resolve("c")));
    }

    /// A card answers any bytes from a client with at least a status word.
    @ParameterizedTest
    @EnumSource
    void random_commands_get_answers(KeyCard kind) throws Exception {
        var card = kind.card(Personalization.NONE, CardRandom.seeded(3));
        card.powerOn();
        var random = new Random(4);
        int[] instructions = {
            0x01, 0x02, 0x10, 0x20, 0x22, 0x24, 0x2A, 0x2C, 0x50, 0x82, 0x84, 0x86, 0x87, 0x88, 0xA4, 0xA5, 0xB0, 0xC0,
            0xCA, 0xCB, 0xCC, 0xD8, 0xDA, 0xDB, 0xE2, 0xE4, 0xE6, 0xE8, 0xF0, 0xF2, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA, 0xFD,
            0xFE, 0xFF
        };
        int[] classes = {0x00, 0x00, 0x00, 0x10, 0x0C, 0x80, 0x84};
        var select = switch (kind) {
            case OPENPGP -> Bytes.hex("00A4040006D27600012401");
            case PIV -> Bytes.hex("00A4040005A000000308");
            case FIDO -> Bytes.hex("00A4040008A0000006472F0001");
            case EMRTD -> Bytes.hex("00A4040C07A0000002471001");
            case GLOBALPLATFORM -> Bytes.hex("00A4040000");
        };
        for (int i = 0; i < 3000; i++) {
            if (i % 20 == 0) {
                card.transmit(select);
            }
            var command = new byte[4 + random.nextInt(30)];
            random.nextBytes(command);
            command[0] = (byte) classes[random.nextInt(classes.length)];
            command[1] = (byte) instructions[random.nextInt(instructions.length)];
            if (command.length > 5) {
                command[4] = (byte) (command.length - 5);
            }
            assertThat(card.transmit(Bytes.of(command)).length()).isGreaterThanOrEqualTo(2);
        }
    }
}
