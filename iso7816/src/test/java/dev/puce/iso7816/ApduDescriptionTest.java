package dev.puce.iso7816;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApduDescriptionTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            00A404000BA00000030800001000010000 | SELECT by name A000000308000010000100 (PIV)
            00A404000E315041592E5359532E444446303100 | SELECT by name 315041592E5359532E4444463031 (payment system environment, contact)
            00A40400    | SELECT by name
            00A4000C023F00 | SELECT file 3F00
            00A4000000  | SELECT MF
            00A40804022F00 | SELECT by path from MF 2F00
            00B0000000  | READ BINARY offset 0, 256 bytes
            00B00000 000000 | READ BINARY offset 0, 65536 bytes
            00B00000 000100 | READ BINARY offset 0, 256 bytes
            00D60000 000003 010203 | UPDATE BINARY offset 0, 3 bytes
            002A9E9A 000002 3031 0200 | PERFORM SECURITY OPERATION compute signature, 2 bytes in, 512 out
            00B0012310  | READ BINARY offset 291, 16 bytes
            00B0820410  | READ BINARY of short file 2 offset 4, 16 bytes
            00B10000045402123400 | READ BINARY offset 4660, 4 bytes in, 256 out
            00D600000102AA | UPDATE BINARY offset 0, 1 byte in, 170 out
            00D600000102 | UPDATE BINARY offset 0, 1 byte
            00B2010C00  | READ RECORD 1 of short file 1, 256 bytes
            00B2020400  | READ RECORD 2, 256 bytes
            0020008008 31323334FFFFFFFF | VERIFY PIN reference 80
            00200080    | VERIFY PIN reference 80, status only
            0024000108 3132333435363738 | CHANGE REFERENCE DATA PIN reference 01
            00C0000010  | GET RESPONSE 16
            00C0000000  | GET RESPONSE 256
            0084000008  | GET CHALLENGE of 8 bytes
            00CA006E00  | GET DATA tag 6E (application-related data)
            00CB3FFF055C035FC10200 | GET DATA tag 5FC102 (PIV: card holder unique identifier (CHUID))
            0070000001  | MANAGE CHANNEL open
            00708001    | MANAGE CHANNEL close 1
            002241B606840103800103 | MANAGE SECURITY ENVIRONMENT set for signature 840103800103
            002A9E9A023031 00 | PERFORM SECURITY OPERATION compute signature, 2 bytes in, 256 out
            8050000008 0102030405060708 00 | INITIALIZE UPDATE key version 0
            80F24000024F0000 | GET STATUS of applications and security domains
            80A8000002830000 | GET PROCESSING OPTIONS, 2 bytes in, 256 out
            80140000 05 8103012000 | TERMINAL RESPONSE, 5 bytes
            A0A40000023F00 | SELECT file 3F00
            A0F200000D  | STATUS, 13 bytes
            FFCA000000  | GET DATA UID of the card
            9060000000  | GET VERSION, 256 bytes
            10DB3FFF025C00 | PUT DATA tag, more of the chain follows
            0142000000  | INS 42 of class 01, 256 bytes, channel 1
            00          | malformed command: a command has at least 4 bytes, not 1 (at byte 1)
            """)
    void describes_a_command_in_one_line(String command, String description) {
        assertThat(ApduDescription.of(Bytes.hex(command))).isEqualTo(description);
    }

    @Test
    void describes_a_response_in_one_line() {
        assertThat(ApduDescription.ofResponse(Bytes.hex("9000"))).isEqualTo("9000 done");
        assertThat(ApduDescription.ofResponse(Bytes.hex("AABB9000"))).isEqualTo("2 bytes, 9000 done");
        assertThat(ApduDescription.ofResponse(Bytes.hex("6A82"))).isEqualTo("6A82 file or application not found");
        assertThat(ApduDescription.ofResponse(Bytes.EMPTY)).isEqualTo("no answer");
        assertThat(ApduDescription.ofResponse(Bytes.hex("90"))).isEqualTo("malformed answer: 90");
    }

    @Test
    void description_contains_no_pin() {
        assertThat(ApduDescription.of(Bytes.hex("00200080083132333435363738"))).doesNotContain("3132");
    }

    @Test
    void every_table_loads() {
        assertThat(IsoInstruction.of(new ClassByte(0), 0xA4))
                .map(IsoInstruction::name)
                .hasValue("SELECT");
        assertThat(IsoInstruction.of(new ClassByte(0), 0xFD))
                .map(IsoInstruction::family)
                .hasValue(IsoInstruction.Family.PIV);
        assertThat(IsoInstruction.of(new ClassByte(0x20), 0xA4)).isEmpty();
        assertThat(Aid.hex("A0000002471001").name()).hasValue("electronic passport (eMRTD)");
        assertThat(Aid.hex("A000000308FFFF").name()).hasValue("NIST");
        assertThat(Aid.hex("A000000308FFFF").rid()).hasValue(Bytes.hex("A000000308"));
        assertThat(Aid.hex("F000000308").rid()).isEmpty();
    }
}
