package dev.puce.trace.file;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.redaction.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Reads a log of long lines, binary junk and beginnings of calls that never end, in every format.
///
/// The argument is its size in MB for each format.
final class HostileLog {
    private static final int LONG_LINE = 64 << 10;

    /// Lines of several formats that open a call, a group or an object, and leave it open.
    private static final List<String> OPENINGS = List.of(
            "00000010 winscard_svc.c:343:ContextThread() Received command: TRANSMIT from client %d",
            "00000010 APDU: 00 A4 04 00 %06X",
            "{\"timestamp\":\"2026-04-08 20:31:07.170035+0200\",\"eventMessage\":\"-> SCardTransmit()\",\"processID\":%d}",
            "[{",
            "P:%d; T:0x1 14:33:54.232 [app] reader-pcsc.c:285:pcsc_transmit: reader 'Reader'",
            "Outgoing APDU (99999 bytes):",
            "2026-11-28 10:00:00 scdaemon[%d] DBG: PCSC_data: 00a40400 \\",
            "[10:47:05:571] [1512:%d] [DEBUG][com.freerdp.channels.smartcard.client] - Transmit_Call {",
            "%d: C_Login",
            "A>> T=1 (4+0011) 00A40400 %06X",
            "> 00 A4 04 00 %06X",
            "05-12 10:15:01.220  %d  4388 D Tag: > 00 A4 04 00",
            "7F%06X@>|1700000000|0|SCardTransmit",
            "SCardTransmit (handle 0x%08X)#",
            "fido_pcsc_write: writing: buf=0x%08X, len=999999",
            "0000: 80 10 00 00",
            "[thread %d] SCardTransmit");

    private HostileLog() {}

    public static void main(String... megabytes) throws IOException {
        long size = Long.parseLong(megabytes[0]) << 20;
        for (var format : TraceFormats.all()) {
            var options = new TraceFile.Options(Redaction.FULL, Optional.of(format.name()));
            try (var trace = TraceFile.of(new Junk(size), format.name(), options, (line, what) -> {})) {
                trace.read(new Nowhere());
            } catch (IOException refused) {
                if (!format.name().equals("recording")) { // refuses what has no header
                    throw refused;
                }
            }
        }
        System.out.print("all formats read\n");
    }

    private static final class Nowhere implements CallSink {
        @Override
        public void accept(TracedCall call) {}

        @Override
        public void close() {}
    }

    /// Makes the bytes as they are read.
    private static final class Junk extends InputStream {
        private final SplittableRandom random = new SplittableRandom(7816);
        private long left;
        private byte[] piece = {};
        private int at;
        private int count;

        Junk(long size) {
            left = size;
        }

        private byte[] next() {
            count++;
            return switch (count % 50) {
                case 0 -> binary();
                case 10 -> line("> " + "00".repeat(LONG_LINE / 2));
                case 20 -> line("00000010 APDU: " + "00 ".repeat(LONG_LINE / 3));
                case 30 -> line("{\"timestamp\":\"" + "A".repeat(LONG_LINE));
                default -> line(OPENINGS.get(random.nextInt(OPENINGS.size())).formatted(count));
            };
        }

        private byte[] binary() {
            byte[] junk = new byte[LONG_LINE];
            random.nextBytes(junk);
            return junk;
        }

        private static byte[] line(String text) {
            return (text + "\n").getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public int read(byte[] target, int from, int length) {
            if (at == piece.length) {
                if (left <= 0) {
                    return -1;
                }
                piece = next();
                left -= piece.length;
                at = 0;
            }
            int taken = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, target, from, taken);
            at += taken;
            return taken;
        }

        @Override
        public int read() {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }
    }
}
