package dev.puce.system.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.CardState;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import dev.puce.system.RealParts;
import dev.puce.trace.export.PcapngWriter;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.redaction.RedactingSink;
import dev.puce.trace.redaction.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// tshark with an empty profile dissects the output of `puce export --to pcapng`.
final class WiresharkExportTest {
    private static final long CARD = 0x12345678;
    private static final Pci T1 = new Pci(Protocol.T1, 16);

    @TempDir
    private Path folder;

    private static TracedCall traced(long sequence, Call call, Result result) {
        var outcome = new TracedCall.Outcome(ReturnCode.SUCCESS, 400_000, result);
        return new TracedCall(sequence, Caller.UNKNOWN, sequence * 1_000_000, call, Optional.of(outcome));
    }

    private static TracedCall transmit(long sequence, String command, String response) {
        return traced(
                sequence,
                new Call.Transmit(CARD, T1, Bytes.hex(command), OptionalLong.empty()),
                new Result.Transmit(T1, Bytes.hex(response)));
    }

    @Test
    void tshark_dissects_apdus_atrs_and_calls() throws Exception {
        var tshark = RealParts.command("tshark", "tshark");
        var file = folder.resolve("trace.pcapng");
        var header = RecordingHeader.of("test", Instant.parse("2026-11-22T13:00:00Z"), Redaction.FULL);
        try (var sink = new RedactingSink(Redaction.FULL, new PcapngWriter(Files.newOutputStream(file), header))) {
            var connect = new Call.Connect(1, "Virtual PCD 00 00", ShareMode.SHARED, Protocols.ANY);
            sink.accept(traced(1, connect, new Result.Connect(CARD, Protocol.T1)));
            var atr = Bytes.hex("3B8180018080");
            var status = new Result.Status("Virtual PCD 00 00", new CardState(0x34), Protocol.T1, atr);
            sink.accept(traced(2, new Call.Status(CARD), status));
            sink.accept(transmit(3, "00A4040005A000000308", "6A82"));
            sink.accept(transmit(4, "002000800439383736", "63C2"));
        }
        var lines = fields(
                tshark,
                file,
                "_ws.col.Protocol",
                "iso7816.apdu.ins",
                "iso7816.apdu.sw1",
                "iso7816.resp_to",
                "frame.interface_name",
                "frame.comment");
        assertThat(lines).hasSize(7);
        assertThat(lines.get(0)).contains("PC/SC").contains("Virtual PCD 00 00");
        assertThat(lines.get(2)).contains("ISO 7816").contains("ATR of Virtual PCD 00 00");
        assertThat(lines.get(3)).contains("0xa4").contains("SELECT PIV");
        assertThat(lines.get(4)).contains("0x6a").contains("\t4\t").contains("6A82 not found");
        assertThat(lines.get(5)).contains("0x20").contains("[hidden]");
        assertThat(lines.get(6)).contains("0x63").contains("2 tries left");
        assertThat(Bytes.of(Files.readAllBytes(file)).indexOf(Bytes.hex("39383736")))
                .isNegative();
    }

    private List<String> fields(Path tshark, Path file, String... fields) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(tshark.toString(), "-r", file.toString(), "-T", "fields"));
        for (String field : fields) {
            command.add("-e");
            command.add(field);
        }
        var builder = new ProcessBuilder(command).redirectErrorStream(false);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("XDG_CONFIG_HOME", folder.toString());
        var process = builder.start();
        try (var out = process.getInputStream()) {
            var text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            return text.lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }
}
