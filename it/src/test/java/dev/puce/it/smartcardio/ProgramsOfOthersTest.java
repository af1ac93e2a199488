package dev.puce.it.smartcardio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.yubico.yubikit.core.Transport;
import com.yubico.yubikit.core.Version;
import com.yubico.yubikit.core.application.InvalidPinException;
import com.yubico.yubikit.core.smartcard.SmartCardConnection;
import com.yubico.yubikit.piv.PivSession;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.it.CommandResult;
import dev.puce.service.PcscService;
import dev.puce.smartcardio.PuceProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.smartcardio.Card;
import javax.smartcardio.CardException;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.CommandAPDU;
import javax.smartcardio.TerminalFactory;
import net.sf.scuba.smartcards.TerminalCardService;
import org.jmrtd.PassportService;
import org.jmrtd.lds.icao.COMFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Foreign programs run unchanged on the provider, with virtual cards.
@Timeout(120)
class ProgramsOfOthersTest {
    private PcscService service;

    @BeforeEach
    void start() throws IOException {
        service = PcscService.start();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void jmrtd_reads_a_file_of_a_passport_through_scuba() throws Exception {
        Bytes com = Bytes.hex("60 14 5F01 04 30313037 5F36 06 303430303030 5C 02 61 75");
        service.addReader("Reader").insert(ScriptedCard.of(command -> passport(command, com)));
        var passport = new PassportService(new TerminalCardService(terminal()), 256, 224, false, false);
        passport.open();
        passport.sendSelectApplet(false);
        try (var in = passport.getInputStream(PassportService.EF_COM, 224)) {
            var file = new COMFile(in);
            assertThat(file.getLDSVersion()).isEqualTo("1.7");
            assertThat(file.getTagList()).containsExactly(0x61, 0x75);
        } finally {
            passport.close();
        }
    }

    @Test
    void yubikit_opens_a_piv_session_and_verifies_the_pin() throws Exception {
        service.addReader("Reader").insert(ScriptedCard.of(ProgramsOfOthersTest::piv));
        try (var session = new PivSession(new ChannelConnection(terminal().connect("*")))) {
            assertThat(session.getVersion()).isEqualTo(new Version(5, 4, 3));
            session.verifyPin("123456".toCharArray());
            assertThatExceptionOfType(InvalidPinException.class)
                    .isThrownBy(() -> session.verifyPin("654321".toCharArray()))
                    .satisfies(e -> assertThat(e.getAttemptsRemaining()).isEqualTo(2));
        }
    }

    @Test
    void apdu4j_s_tool_lists_readers_and_sends_a_command() throws IOException {
        String reader = service.addReader("Reader of apdu4j").name();
        service.readers().getFirst().insert(ScriptedCard.of(_ -> Bytes.hex("CAFE 9000")));
        CommandResult list = tool("-l");
        assertThat(list.out()).as(list.err()).contains("[*] " + reader);
        CommandResult command = tool("-v", "-a", "00A4040000");
        assertThat(command.out() + command.err()).contains("CAFE").contains("9000");
    }

    private CardTerminal terminal() throws Exception {
        return TerminalFactory.getInstance("PC/SC", "socket:" + service.socket(), new PuceProvider())
                .terminals()
                .list()
                .getFirst();
    }

    /// Runs apdu4j's tool with the provider, by its class name.
    private CommandResult tool(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Ddev.puce.pcsc=socket:" + service.socket(),
                "-cp",
                System.getProperty("java.class.path"),
                "apdu4j.SCTool",
                "-p",
                PuceProvider.class.getName()));
        command.addAll(List.of(arguments));
        return CommandResult.command(Map.of(), command);
    }

    /// A passport without access control: selects its application and one file, and reads it.
    private static Bytes passport(Bytes bytes, Bytes file) {
        CommandApdu command = CommandApdu.tryParse(bytes).orElseThrow();
        if (command.ins() != 0xB0) {
            return Bytes.hex("9000");
        }
        int offset = (command.p1() & 0x80) != 0 ? command.p2() : command.p1p2();
        int end = Math.min(offset + command.ne(), file.length());
        return offset > file.length()
                ? Bytes.hex("6B00")
                : file.slice(offset, end).plus(Bytes.hex("9000"));
    }

    /// The part of a YubiKey's PIV card that a session uses: version, metadata, a PIN with three tries.
    private static Bytes piv(Bytes bytes) {
        CommandApdu command = CommandApdu.tryParse(bytes).orElseThrow();
        return switch (command.ins()) {
            case 0xA4 -> Bytes.hex("61 11 4F 06 000010000100 79 07 4F 05 A000000308 9000");
            case 0xFD -> Bytes.hex("05 04 03 9000");
            case 0xF7 ->
                command.p2() == 0x80
                        ? Bytes.hex("05 01 01 06 02 03 02 9000")
                        : Bytes.hex("01 01 03 02 02 00 01 05 01 01 9000");
            case 0x20 -> Bytes.hex(command.data().equals(Bytes.hex("313233343536FFFF")) ? "9000" : "63C2");
            default -> Bytes.hex("6D00");
        };
    }

    /// yubikit's own connection to javax.smartcardio is not on Maven Central. This one replaces it.
    private record ChannelConnection(Card card) implements SmartCardConnection {
        @Override
        public byte[] sendAndReceive(byte[] apdu) throws IOException {
            try {
                return card.getBasicChannel().transmit(new CommandAPDU(apdu)).getBytes();
            } catch (CardException e) {
                throw new IOException(e);
            }
        }

        @Override
        public Transport getTransport() {
            return Transport.USB;
        }

        @Override
        public boolean isExtendedLengthApduSupported() {
            return true;
        }

        @Override
        public byte[] getAtr() {
            return card.getATR().getBytes();
        }

        @Override
        public void close() throws IOException {
            try {
                card.disconnect(false);
            } catch (CardException e) {
                throw new IOException(e);
            }
        }
    }
}
