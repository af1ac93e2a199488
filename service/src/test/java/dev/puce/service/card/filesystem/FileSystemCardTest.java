package dev.puce.service.card.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import java.io.IOException;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Clauses refer to ISO/IEC 7816-4:2020 unless another standard is named.
class FileSystemCardTest {
    private static final String DESCRIPTION = """
            {
              "atr": "3B 80 01 81",
              "pins": [
                {"reference": "01", "value": "1234", "tries": 3, "length": 8, "unblockedBy": "02"},
                {"reference": "02", "value": "87654321"},
              ],
              "objects": [
                {"tag": "5A", "hex": "AABB"},
                {"tag": "5FC102", "wrap": "53", "hex": "010203", "update": "pin 01"},
              ],
              "files": [
                {"id": "0001", "sfi": 1, "hex": "000102030405060708090A0B0C0D0E0F", "update": "always"},
                {"id": "0002", "text": "secret", "read": "pin 01"},
                {"id": "0003", "sfi": 3, "size": 70000, "update": "always"},
                {"id": "0004", "sfi": 4, "records": ["A1", "A2A2", "A3A3A3"], "update": "always"},
                {"id": "0005", "sfi": 5, "records": ["01", "02", "03"], "structure": "cyclic", "update": "always"},
                {"id": "DF01", "aid": "F000000001", "files": [{"id": "0101", "hex": "11"}]},
                {"id": "DF02", "aid": "F000000002", "select": "6F00",
                  "pins": [{"reference": "81", "value": "0000"}],
                  "files": [{"id": "0201", "hex": "22", "read": "pin 81"}]},
              ],
            }
            """;

    private FileSystemCard card;

    @BeforeEach
    void insert() throws IOException {
        card = FileSystemCard.parse(DESCRIPTION);
        assertThat(card.powerOn()).isEqualTo(Bytes.hex("3B800181"));
    }

    private String send(String command) {
        return card.transmit(Bytes.hex(command)).toHex();
    }

    @Nested
    class Select {
        @Test
        void by_identifier_returns_the_file_control_information() {
            assertThat(send("00A40000020001 00"))
                    .isEqualTo("6F11" + "80020010" + "820101" + "83020001" + "880108" + "8A0105" + "9000");
            assertThat(send("00A40004023F00 00")).isEqualTo("620A" + "820138" + "83023F00" + "8A0105" + "9000");
            assertThat(send("00A4000C020004")).isEqualTo("9000");
        }

        @Test
        void by_identifier_finds_children_parents_and_siblings() {
            assertThat(send("00A4000C02DF01")).isEqualTo("9000");
            assertThat(send("00A4000C020101")).isEqualTo("9000");
            assertThat(send("00A4000C02DF02")).as("sibling").isEqualTo("9000");
            assertThat(send("00A4000C020001")).as("sibling EF").isEqualTo("9000");
            assertThat(send("00A4000C020101")).as("of another DF").isEqualTo("6A82");
            assertThat(send("00A4000C013F")).isEqualTo("6700");
            assertThat(send("00A4000C")).as("nothing is the MF").isEqualTo("9000");
        }

        @Test
        void by_kind_and_parent() {
            assertThat(send("00A4010C020001")).as("is no DF").isEqualTo("6A82");
            assertThat(send("00A4020C020001")).isEqualTo("9000");
            assertThat(send("00A4010C02DF01")).isEqualTo("9000");
            assertThat(send("00A4030C")).isEqualTo("9000");
            assertThat(send("00A4030C")).as("the MF has no parent").isEqualTo("6A82");
        }

        @Test
        void by_path() {
            assertThat(send("00A4080C04DF010101")).isEqualTo("9000");
            assertThat(send("00B0000000")).isEqualTo("119000");
            assertThat(send("00A4080C063F00DF010101")).isEqualTo("9000");
            assertThat(send("00A4080C04DF010201")).isEqualTo("6A82");
            assertThat(send("00A4080C03DF0101")).isEqualTo("6700");
            assertThat(send("00A4080C02DF02")).isEqualTo("9000");
            assertThat(send("00A4090C020201")).isEqualTo("9000");
        }

        @Test
        void by_name_or_its_prefix() {
            assertThat(send("00A4040005F00000000200"))
                    .as("response of the description")
                    .isEqualTo("6F009000");
            assertThat(send("00A4040004F000000000")).contains("8405F000000001");
            assertThat(send("00A4040204F000000000")).as("next occurrence").isEqualTo("6F009000");
            assertThat(send("00A4040204F000000000")).as("no next one").isEqualTo("6A82");
            assertThat(send("00A4040C05A000000003")).isEqualTo("6A82");
        }

        @Test
        void unknown_method_is_refused_and_keeps_the_selection() {
            send("00A4000C020001");
            assertThat(send("00A4070C020001")).isEqualTo("6A86");
            assertThat(send("00A4000C02FFFF")).isEqualTo("6A82");
            assertThat(send("00B0000001")).isEqualTo("009000");
        }
    }

    @Nested
    class Binary {
        @Test
        void reading_uses_offset_and_length() {
            assertThat(send("00B0000004")).as("no EF selected").isEqualTo("6986");
            send("00A4000C020001");
            assertThat(send("00B0000E02")).isEqualTo("0E0F9000");
            assertThat(send("00B0000E00")).as("Le 00: all available bytes").isEqualTo("0E0F9000");
            assertThat(send("00B0000E03")).as("end of file").isEqualTo("0E0F6282");
            assertThat(send("00B0001000")).isEqualTo("6B00");
        }

        @Test
        void short_identifier_selects_the_file() {
            assertThat(send("00B0810302")).isEqualTo("03049000");
            assertThat(send("00B0000002")).isEqualTo("00019000");
            assertThat(send("00B09F0002")).isEqualTo("6A82");
        }

        @Test
        void updating_is_limited_to_the_file() {
            assertThat(send("00D6810F01FF")).isEqualTo("9000");
            assertThat(send("00B0810F01")).isEqualTo("FF9000");
            assertThat(send("00D6810F02FFFF")).isEqualTo("6A84");
            assertThat(send("00D68111 01FF")).isEqualTo("6B00");
            send("00A4000C020002");
            assertThat(send("00D6000001FF")).as("never").isEqualTo("6982");
        }

        @Test
        void odd_instructions_reach_beyond_32767() {
            assertThat(send("00D7000309 5403011000 5302CAFE")).isEqualTo("9000");
            assertThat(send("00B1000305 5403011000 04")).isEqualTo("5302CAFE9000");
            assertThat(send("00B1000303 5303AA 04")).isEqualTo("6A80");
        }

        @Test
        void extended_lengths_transfer_the_whole_file() {
            var data = Bytes.of(new byte[1000]);
            assertThat(card.transmit(CommandApdu.of(0, 0xD6, 0x83, 0, data).encode()))
                    .isEqualTo(Bytes.hex("9000"));
            assertThat(card.transmit(CommandApdu.of(0, 0xB0, 0x83, 0, 65536).encode())
                            .length())
                    .isEqualTo(65538);
        }

        @Test
        void record_file_is_refused() {
            assertThat(send("00B0840000")).isEqualTo("6981");
            assertThat(send("00B2010C00")).isEqualTo("6981");
        }
    }

    @Nested
    class Records {
        @Test
        void are_read_by_number() {
            assertThat(send("00B2012400")).isEqualTo("A19000");
            assertThat(send("00B2032400")).isEqualTo("A3A3A39000");
            assertThat(send("00B2042400")).isEqualTo("6A83");
            assertThat(send("00B2022500")).as("from 2 to the last").isEqualTo("A2A2A3A3A39000");
            assertThat(send("00B2022600")).as("1 to 2").isEqualTo("A1A2A29000");
        }

        @Test
        void are_read_in_sequence() {
            assertThat(send("00B2002200")).as("next: first").isEqualTo("A19000");
            assertThat(send("00B2000200")).isEqualTo("A2A29000");
            assertThat(send("00B2000400")).as("number 0: the current record").isEqualTo("A2A29000");
            assertThat(send("00B2000300")).as("previous").isEqualTo("A19000");
            assertThat(send("00B2000300")).isEqualTo("6A83");
            assertThat(send("00B2000100")).as("last").isEqualTo("A3A3A39000");
        }

        @Test
        void are_updated_and_appended() {
            assertThat(send("00DC022401FF")).isEqualTo("9000");
            assertThat(send("00B2022400")).isEqualTo("FF9000");
            assertThat(send("00E2002001 04")).isEqualTo("9000");
            assertThat(send("00B2042400")).isEqualTo("049000");
        }

        @Test
        void are_254_at_most() {
            for (int number = 4; number <= 254; number++) {
                assertThat(send("00E2002001 04")).as("record %d", number).isEqualTo("9000");
            }
            assertThat(send("00E2002001 04")).isEqualTo("6A84");
            assertThat(send("00B2FE2400")).isEqualTo("049000");
        }

        @Test
        void of_a_cyclic_file_replace_the_oldest() {
            assertThat(send("00E2002801 04")).isEqualTo("9000");
            assertThat(send("00B2012D00")).isEqualTo("0401029000");
            assertThat(send("00E2002802 0505")).as("fixed length").isEqualTo("6700");
        }
    }

    @Nested
    class Objects {
        @Test
        void are_returned_by_tag() {
            assertThat(send("00CA005A00")).isEqualTo("AABB9000");
            assertThat(send("00CA005B00")).isEqualTo("6A88");
        }

        @Test
        void of_longer_tags_are_listed_in_the_data_field() {
            assertThat(send("00CB3FFF055C035FC10200")).isEqualTo("53030102039000");
            assertThat(send("00CB3FFF055B035FC10200")).isEqualTo("6A80");
        }

        @Test
        void are_replaced_if_permitted() {
            assertThat(send("00DB3FFF085C035FC1025301AA")).isEqualTo("6982");
            send("002000010831323334FFFFFFFF");
            assertThat(send("00DB3FFF085C035FC1025301AA")).isEqualTo("9000");
            assertThat(send("00CB3FFF055C035FC10200")).isEqualTo("5301AA9000");
            assertThat(send("00DA005A01AA")).isEqualTo("6982");
        }
    }

    @Nested
    class Pins {
        private static final String RIGHT = "002000010831323334FFFFFFFF";
        private static final String WRONG = "002000010831323335FFFFFFFF";

        @Test
        void grant_access_after_verification() {
            send("00A4000C020002");
            assertThat(send("00B0000000")).isEqualTo("6982");
            assertThat(send(RIGHT)).isEqualTo("9000");
            assertThat(send("00B0000000")).isEqualTo(Bytes.hex("736563726574").toHex() + "9000");
            card.reset();
            send("00A4000C020002");
            assertThat(send("00B0000000")).as("after a reset").isEqualTo("6982");
        }

        @Test
        void count_down_and_block() {
            assertThat(send("00200001")).isEqualTo("63C3");
            assertThat(send(WRONG)).isEqualTo("63C2");
            assertThat(send(RIGHT)).isEqualTo("9000");
            assertThat(send("00200001")).isEqualTo("9000");
            for (String left : new String[] {"63C2", "63C1", "63C0", "6983"}) {
                assertThat(send(WRONG)).isEqualTo(left);
            }
            assertThat(send(RIGHT)).isEqualTo("6983");
            assertThat(send("00200001")).isEqualTo("6983");
            card.powerOff();
            card.powerOn();
            assertThat(send(RIGHT)).as("the counter survives power-off").isEqualTo("6983");
        }

        @Test
        void are_unblocked() {
            for (int i = 0; i < 3; i++) {
                send(WRONG);
            }
            assertThat(send("002C000110 3837363534333232 34333231FFFFFFFF")).isEqualTo("63C2");
            assertThat(send("002C000110 3837363534333231 34333231FFFFFFFF")).isEqualTo("9000");
            assertThat(send("002000010834333231FFFFFFFF")).isEqualTo("9000");
            assertThat(send("002C000200")).isEqualTo("6A81");
        }

        @Test
        void are_changed() {
            assertThat(send("0024000110 31323334FFFFFFFF 39393939FFFFFFFF")).isEqualTo("9000");
            assertThat(send(RIGHT)).isEqualTo("63C2");
            assertThat(send("002000010839393939FFFFFFFF")).isEqualTo("9000");
            assertThat(send("0024010108 31323334FFFFFFFF"))
                    .as("only the new value")
                    .isEqualTo("9000");
            assertThat(send(RIGHT)).isEqualTo("9000");
            assertThat(send("0024010104 31323334")).as("not padded").isEqualTo("6A80");
        }

        @Test
        void of_an_application_lose_verification_outside_it() {
            send("00A4040C05F000000002");
            assertThat(send("002000810430303030")).isEqualTo("9000");
            assertThat(send("00A4020C020201")).isEqualTo("9000");
            assertThat(send("00B0000000")).isEqualTo("229000");
            send("00A4000C023F00");
            assertThat(send("00200081")).isEqualTo("6A88");
            send("00A4080C04DF020201");
            assertThat(send("00B0000000")).isEqualTo("6982");
            send("002000810430303030");
            assertThat(send("0020FF81")).as("taken back").isEqualTo("9000");
            assertThat(send("00B0000000")).isEqualTo("6982");
        }
    }

    @Nested
    class Transport {
        @Test
        void chained_commands_form_one_command() {
            send("002000010831323334FFFFFFFF");
            assertThat(send("10DB3FFF055C035FC102")).isEqualTo("9000");
            assertThat(send("00DB3FFF035301AA")).isEqualTo("9000");
            assertThat(send("00CB3FFF055C035FC10200")).isEqualTo("5301AA9000");
            send("10DB3FFF055C035FC102");
            assertThat(send("00CA005A00")).as("in the middle of a chain").isEqualTo("6883");
            assertThat(send("00CA005A00")).isEqualTo("AABB9000");
        }

        @Test
        void get_response_fetches_data_beyond_le() {
            assertThat(send("00CB3FFF055C035FC10202")).isEqualTo("53036103");
            assertThat(send("00C0000002")).isEqualTo("01026101");
            assertThat(send("00C0000000")).isEqualTo("039000");
            assertThat(send("00C0000000")).isEqualTo("6985");
        }

        @Test
        void t0_fetches_response_data_and_corrects_a_wrong_le() throws Exception {
            card = FileSystemCard.parse(DESCRIPTION.replace("3B 80 01 81", "3B 00"));
            card.powerOn();
            assertThat(send("00A40000020001")).isEqualTo("6113");
            assertThat(send("00C0000000")).isEqualTo("6C13");
            assertThat(send("00C0000013")).endsWith("8A01059000");
            assertThat(send("00B0000000")).isEqualTo("6C10");
            assertThat(send("00B0000010")).endsWith("0F9000");
            assertThat(send("00A4000C020001")).isEqualTo("9000");
        }

        @Test
        void unsupported_classes_channels_and_instructions_are_refused() {
            assertThat(send("80A40000")).isEqualTo("6E00");
            assertThat(send("01A40000")).isEqualTo("6881");
            assertThat(send("0CA40000")).isEqualTo("6882");
            assertThat(send("00FF0000")).isEqualTo("6D00");
            assertThat(send("00A400")).isEqualTo("6700");
        }

        @Test
        void challenge_differs_each_time() {
            assertThat(send("0084000008")).hasSize(20).endsWith("9000").isNotEqualTo(send("0084000008"));
            assertThat(send("00840000")).isEqualTo("6700");
        }

        @Test
        void any_bytes_get_a_status_word() {
            long seed = System.nanoTime();
            var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            int[] instructions = {
                0x20, 0x24, 0x2C, 0xA4, 0xB0, 0xB1, 0xB2, 0xC0, 0xCA, 0xCB, 0xD6, 0xD7, 0xDA, 0xDB, 0xDC, 0xE2
            };
            for (int i = 0; i < 20_000; i++) {
                var bytes = new byte[random.nextInt(20)];
                random.nextBytes(bytes);
                if (bytes.length > 4) {
                    bytes[0] = (byte) (random.nextInt(4) == 0 ? 0x10 : 0x00);
                    bytes[1] = (byte) instructions[random.nextInt(instructions.length)];
                    bytes[4] = (byte) (bytes.length - 5 - random.nextInt(2));
                }
                assertThat(card.transmit(Bytes.of(bytes)).length())
                        .as("seed %d", seed)
                        .isGreaterThanOrEqualTo(2);
            }
        }
    }
}
