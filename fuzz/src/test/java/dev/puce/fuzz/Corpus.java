package dev.puce.fuzz;

import dev.puce.wire.Transcript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// What the fuzzers start from: recorded conversations, scripts, a log of each generation, a recording.
final class Corpus {
    private static final Path TRANSCRIPTS = Path.of("../wire/src/test/resources/dev/puce/wire/transcripts");

    private Corpus() {}

    static List<byte[]> conversations() throws IOException {
        var inputs = new ArrayList<byte[]>();
        try (Stream<Path> files = Files.list(TRANSCRIPTS)) {
            for (Path file : files.filter(name -> name.toString().endsWith(".txt"))
                    .sorted()
                    .toList()) {
                Transcript transcript = Transcript.parse(Files.readString(file));
                inputs.add(Pieces.write(transcript, 1));
            }
        }
        return inputs;
    }

    static List<byte[]> scripts() throws IOException {
        var inputs = new ArrayList<byte[]>(conversations());
        var random = RandomGenerator.of("L64X128MixRandom");
        for (int i = 0; i < 20; i++) {
            var script = new byte[500];
            random.nextBytes(script);
            script[0] = 1;
            inputs.add(script);
        }
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
                """));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
