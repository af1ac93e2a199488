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
            Bytes input = Bytes.of(i);
            for (String message : pairs[i]) {
                Bytes bytes = Bytes.hex(message);
                input = input.plus(Bytes.of(bytes.length() >> 8, bytes.length()))
                        .plus(bytes);
            }
            inputs.add(input.toArray());
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
