package dev.puce.fuzz;

import dev.puce.iso7816.Bytes;
import dev.puce.testkit.Transcripts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/// The inputs that the fuzzers start from: recorded conversations, scripts, a log of each generation, a recording,
/// ATRs, a card list, filter expressions; and earlier findings of Jazzer.
final class Corpus {
    private static final Path FINDINGS = Path.of("src/test/resources/dev/puce/fuzz/findings");

    private static final Path CARDS = Path.of("src/test/resources/dev/puce/fuzz/cards");

    private static final long SCRIPTS_SEED = 7816;

    private Corpus() {}

    static List<byte[]> conversations() {
        return Transcripts.all().values().stream()
                .map(transcript -> Pieces.write(transcript, 1))
                .toList();
    }

    static List<byte[]> scripts() {
        var inputs = new ArrayList<byte[]>(conversations());
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(SCRIPTS_SEED);
        for (int i = 0; i < 20; i++) {
            var script = new byte[500];
            random.nextBytes(script);
            script[0] = 1;
            inputs.add(script);
        }
        return inputs;
    }

    /// Random choices, as [CanarySession] takes them.
    static List<byte[]> choices() {
        var inputs = new ArrayList<byte[]>();
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(SCRIPTS_SEED);
        for (int i = 0; i < 100; i++) {
            var choices = new byte[20 + random.nextInt(100)];
            random.nextBytes(choices);
            inputs.add(choices);
        }
        return inputs;
    }

    /// Commands and responses of many applications, each with two bytes of length in front; the last response is long.
    static List<byte[]> exchanges() {
        var inputs = new ArrayList<byte[]>();
        String[][] pairs = {
            {"00A4040009A0000003080000100000", "61114F0600001000010079074F05A0000003089000"},
            {"00CB3FFF055C035FC10200", "53123410000102030405060708090A0B0C0D0E0F9000"},
            {"00CA006E00", "6E174F10D27600012401020000060364311500005F520300739000"},
            {"80A8000002830000", "800A3C0008020301180101009000"},
            {"00B2031C00", "700E8E0C000000000000000042031F039000"},
            {"80F24002024F00", "E3114F08A0000000030000009F700101C5039EFE809000"},
            {"00B09E0000", "60165F0104303130375F36063034303030305C04616E75779000"},
            {"80108000010400", "00A20181665532465F5632051904B09000"},
            {"00A4000100000A74080000000000000001", "7104746573747605060001E2409000"},
            {"9060000000", "04010133001A0591AF"},
            {"8012000010", "D00E8103012101820281028D0348656C9000"},
            {"FF860000050100046000", "6300"},
            {"0CB000000D9701048E08ED6705417E96BA5500", "8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000"},
        };
        for (int i = 0; i < pairs.length; i++) {
            inputs.add(LengthPrefixed.join(i, hex(List.of(pairs[i]))));
        }
        var deep = new byte[10_000];
        for (int i = 0; i + 4 <= deep.length; i += 4) {
            int rest = deep.length - i - 4;
            deep[i] = 0x70;
            deep[i + 1] = (byte) 0x82;
            deep[i + 2] = (byte) (rest >> 8);
            deep[i + 3] = (byte) rest;
        }
        Bytes command = Bytes.hex("000500B2010C00");
        inputs.add(Bytes.of(7)
                .plus(command)
                .plus(Bytes.of(deep.length >> 8, deep.length))
                .plus(Bytes.of(deep))
                .toArray());
        return inputs;
    }

    /// Sessions with the built-in cards: commands of unmodified programs where they exist, a file each, whose name
    /// begins
    /// with the card's.
    static List<byte[]> cardSessions() throws IOException {
        var inputs = new ArrayList<byte[]>();
        try (Stream<Path> files = Files.list(CARDS)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replaceFirst("[-.].*", "");
                inputs.add(LengthPrefixed.join(CardFuzzer.CARDS.indexOf(name), hex(Files.readAllLines(file))));
            }
        }
        for (String card : List.of("eid", "minimal", "echo")) {
            inputs.add(LengthPrefixed.join(
                    CardFuzzer.CARDS.indexOf(card), hex(List.of("00A4000C023F00", "00B0000010", "00CA005A00"))));
        }
        return inputs;
    }

    private static List<Bytes> hex(List<String> messages) {
        return messages.stream().map(Bytes::hex).toList();
    }

    static List<byte[]> logs() {
        return List.of(text("""
                7F3@>|1700000000|000001|SCardEstablishContext
                7F3@0x00000002
                7F3@0x12345678
                7F3@<|1700000000|000101|SCardEstablishContext|Command successful.|0x00000000
                7F3@>|1700000000|000201|SCardTransmit
                7F3@0x12345678
                7F3@0x00000002
                7F3@0x00000010
                7F3@0x00000005
                7F3@00 B0 00 00 10\s
                7F3@0x00000001
                7F3@0x00000066
                7F3@0x00000002
                7F3@90 00\s
                7F3@<|1700000000|000301|SCardTransmit|Command successful.|0x00000000
                """), text("""
                7F4@>|1700000000|000001|SCardGetStatusChange
                7F4@0x12345678
                7F4@0xFFFFFFFF
                7F4@0x00000001
                7F4@Virtual PCD 00 00
                7F4@0x00010020
                7F4@0x00000000
                7F4@0x00000002
                7F4@3B 00\s
                7F4@0x00000001
                7F4@Virtual PCD 00 00
                7F4@0x00010020
                7F4@0x00020012
                7F4@0x00000000
                7F4@
                7F4@<|1700000001|000001|SCardGetStatusChange|0x00000000
                7F4@>|1700000001|000101|SCardListReaders
                7F4@0x12345678
                7F4@(null)
                7F4@0x00000025
                7F4@Virtual PCD 00 00
                7F4@Virtual PCD 00 01
                7F4@
                7F4@<|1700000001|000201|SCardListReaders|0x00000000
                """));
    }

    /// A few lines of each log that puce reads.
    static List<byte[]> foreignLogs() {
        return List.of(
                text("""
                00000031 [1401] winscard_svc.c:361:ContextThread() Received command: TRANSMIT from client 11
                00000004 [1401] APDU: 00 A4 04 00 00
                00000438 [1401] SW: 90 00
                00000002 [1401] winscard_svc.c:694:ContextThread() TRANSMIT for client 11, rv=SCARD_S_SUCCESS
                00000003 eventhandler.c:423:EHStatusHandlerThread() Card inserted into Reader 0
                00000030 Card ATR: 3B 00
                """),
                text("""
                2026-04-08 20:40:01.191 Db Mail[815:1a3001] (PCSC) [com.apple.CryptoTokenKit:pcscapi] -> SCardTransmit()
                2026-04-08 20:40:01.191 Df readerd[213:15a] (CryptoTokenKit) [com.apple.CryptoTokenKit:APDULog] APDU -> 00 b0
                2026-04-08 20:40:01.193 Df readerd[213:15a] (CryptoTokenKit) [com.apple.CryptoTokenKit:APDULog] APDU <- 90 00
                2026-04-08 20:30:20.1+0200 0x1  Debug  0x8  1  0  ctkd: [com.apple.CryptoTokenKit:smartcard] req: a4 0400 <private>
                """),
                text("""
                {"eventMessage":"APDU -> 00 b0 00 00","timestamp":"2026-04-08 20:31:07.1+0200","processID":1,"category":"APDULog"}
                """),
                text("""
                P:69; T:0x13970 10:04:47.989 [opensc-tool] reader-pcsc.c:325:pcsc_transmit: reader 'Reader 0'
                P:69; T:0x13970 10:04:47.989 [opensc-tool] reader-pcsc.c:326:pcsc_transmit:\s
                Outgoing APDU (5 bytes):
                00 B0 00 00 00 .....
                Incoming APDU (2 bytes):
                90 00 ..
                """),
                text("""
                [10:47:05:571] [1512:1523] [DEBUG][com.freerdp.channels.smartcard.client] - Transmit_Call {
                [10:47:05:591] [1512:1523] [DEBUG][com.freerdp.channels.smartcard.client] - pbSendBuffer: 00 B0 00 00
                [10:47:05:603] [1512:1523] [DEBUG][com.freerdp.channels.smartcard.client] - }
                [10:47:05:607] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] - Transmit_Return {
                [10:47:05:611] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] - ReturnCode: 0x00000000
                [10:47:05:627] [1512:1534] [DEBUG][com.freerdp.channels.smartcard.client] - }
                """),
                text("""
                # SCardConnect("Reader 0", T=*) -> T=1, 3B00
                A>> (4+0001) 00A40400 01 A0
                A<< (0000+2) (1.35ms) 9000
                """),
                text("""
                2026-11-28 10:12:12 scdaemon[31] DBG: PCSC_data: 00ca006e00
                2026-11-28 10:12:12 scdaemon[31] DBG:  response: sw=9000  datalen=4
                2026-11-28 10:12:12 scdaemon[31] DBG:      dump: 6e81 \\
                2026-11-28 10:12:12 scdaemon[31] DBG:  a5a5
                """),
                text("""
                SCardTransmit (handle 0xEA010000)#
                transmitted:00 20 00 80\s
                responseTime:15#
                SCardTransmit result:0x0#
                received:63 c3\s
                """),
                text("""
                      60000 |      64768 | Rdr |E0  80  31  73                         |  ok | RATS
                    6468352 |    6477728 | Rdr |02  00  A4  04  00  BC  41             |  ok | SELECT
                    6864512 |    6873888 | Tag |02  6A  82  93  2F                     |  ok |
                """),
                text("""
                2017-06-27 13:17:41 - 6792|6428 - cardlayer - DEBUG:       SCardTransmit(00 A4 02 0C)
                2017-06-27 13:17:41 - 6792|6428 - cardlayer - DEBUG:         SCardTransmit(): SW12 = 6A 82
                """),
                text("""
                7: C_Login
                2026-11-28 10:04:47.849
                Returned:  0 CKR_OK
                > 00 A4 04 00 00
                < 90 00 : Normal processing.
                Sending: 00 CA 00 6E 00
                Received (SW1=0x90, SW2=0x00):
                6E 00 n.
                """),
                usbCapture());
    }

    /// A pcap file of usbmon with an XfrBlock and its answer.
    private static byte[] usbCapture() {
        String header = "D4C3B2A1020004000000000000000000FFFF0000BD000000";
        String out = "0000000000000000" + "530302050100" + "00".repeat(34);
        String in = "0000000000000000" + "430383050100" + "00".repeat(34);
        String command = "6F04000000000100000000A40400";
        String answer = "80020000000001000000" + "9000";
        return Bytes.hex(header + record(out + command) + record(in + answer)).toArray();
    }

    private static String record(String hex) {
        String length = "%02X000000".formatted(hex.length() / 2);
        return "0000000000000000" + length + length + hex;
    }

    static List<byte[]> recordings() {
        return List.of(text("""
                {"type":"header","format":"puce-recording","version":1,"start":"2026-01-01T00:00:00Z","redaction":"full"}
                {"type":"call","seq":1,"start_us":10,"duration_us":20,"pid":42,"program":"opensc-tool","connection":1,\
                "call":"SCardEstablishContext","args":{"scope":"SCARD_SCOPE_SYSTEM"},"results":{"context":305419896},\
                "code":"SCARD_S_SUCCESS"}
                {"type":"call","seq":2,"start_us":40,"duration_us":20,"pid":42,"program":"opensc-tool","connection":1,\
                "call":"SCardTransmit","args":{"card":1,"sendPci":{"protocol":"SCARD_PROTOCOL_T1","length":16},\
                "sendBuffer":"00A4040000","recvLength":258},"results":{"recvPci":{"protocol":"SCARD_PROTOCOL_T1",\
                "length":16},"recvBuffer":"9000"},"code":"SCARD_S_SUCCESS"}
                {"type":"call","seq":3,"start_us":70,"pid":42,"program":"opensc-tool","connection":1,\
                "call":"SCardGetStatusChange","args":{"context":305419896},"results":{"readers":[{"reader":\
                "Virtual PCD 00 00","eventState":65570,"atr":"3B00"}]},"code":"0x80100BAD"}
                """), text("""
                {"type":"header","format":"puce-recording","version":1,"start":"2026-01-01T00:00:00Z","redaction":"full"}
                {"type":"call","seq":1,"start_us":10,"duration_us":20.125,"program":"opensc-tool","pid":42,"uid":1000,\
                "command_line":["opensc-tool","-a"],"connection":1,"call":"SCardConnect","args":{"context":"0x12345678",\
                "reader":"Virtual PCD 00 00","shareMode":"SCARD_SHARE_SHARED",\
                "preferredProtocols":"SCARD_PROTOCOL_T0|SCARD_PROTOCOL_T1"},"results":{"card":"0x00000001",\
                "activeProtocol":"SCARD_PROTOCOL_T1"},"code":"SCARD_S_SUCCESS"}
                {"type":"call","seq":2,"start_us":40,"duration_us":20,"program":"opensc-tool","pid":42,"uid":1000,\
                "connection":1,"call":"SCardTransmit","args":{"card":"0x00000001","sendPci":{"protocol":\
                "SCARD_PROTOCOL_T1","length":16},"sendBuffer":"00200080","hidden":{"shape":"dddd"},"recvLength":258},\
                "results":{"recvPci":{"protocol":"SCARD_PROTOCOL_T1","length":16},"recvBuffer":"9000"},\
                "code":"SCARD_S_SUCCESS"}
                {"type":"call","seq":3,"start_us":70,"program":"opensc-tool","pid":42,"uid":1000,"connection":1,\
                "call":"SCardGetStatusChange","args":{"context":"0x12345678","timeout":1000,"readers":[{"reader":\
                "Virtual PCD 00 00","currentState":"0x00000000"}]},"results":{"readers":[{"reader":\
                "Virtual PCD 00 00","currentState":"0x00000000","eventState":"0x00010022","atr":"3B00"}]},\
                "code":"SCARD_S_SUCCESS"}
                """));
    }

    static List<byte[]> atrs() {
        return Stream.of(
                        "3B00",
                        "3B84017075636586",
                        "3BFF9400008131804380318065B0850300EF120FFF82900067",
                        "3B8F8001804F0CA000000306030001000000006A",
                        "3BDF960080B10AFE451F034573744549442076657220312E30DB",
                        "3F65250052094690")
                .map(hex -> Bytes.hex(hex).toArray())
                .toList();
    }

    static List<byte[]> cardLists() {
        return List.of(text("""
                # comment
                3B 84 01 70 75 63 65 86
                \tpuce
                \thttps://example.org/

                3B 8F 80 01 80 4F 0C A0 00 00 03 06 .. 00 0[1-4] 00 00 00 00 ..
                \tA card of many
                3B (6|7)[0-9A-F] .. 00( 90 00)?
                \tAlternatives
                3B 84 01 70 75 63 65 86
                \tonce more
                """));
    }

    static List<byte[]> filters() {
        return List.of(
                text("error"),
                text("function = transmit and not (sw ~ 63C? or duration > 1.5ms)"),
                text("reader ~ \"PCD*00\" || code = 0x80100069 && pid >= 4711"),
                text("ins = \"GET RESPONSE\" or cla ~ 8? or p1 != 04 or aid ~ A000000308*"),
                text("data ~ 'SELECT' or received != 9000 or sent contains 00A4"));
    }

    /// Inputs that have broken a fuzzer once, one file each.
    static List<byte[]> findings(Class<?> fuzzer) throws IOException {
        Path folder = FINDINGS.resolve(fuzzer.getSimpleName());
        var inputs = new ArrayList<byte[]>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    inputs.add(Files.readAllBytes(file));
                }
            }
        }
        return inputs;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
