package dev.puce.bench;

import dev.puce.decode.Application;
import dev.puce.decode.CardSession;
import dev.puce.decode.Exchange;
import dev.puce.iso7816.Bytes;
import java.lang.management.ManagementFactory;
import java.util.List;

/// How much CPU time does the decoder need to explain a million exchanges, each in one line? The aim is at most 4 s on
/// one core, with a cold JVM.
///
///     java -cp 'bench/target/classes:bench/target/lib/*' dev.puce.bench.DecodeSpeed
public final class DecodeSpeed {
    private static final int EXCHANGES = 1_000_000;
    private static final int ROUNDS = 3;

    /// An exchange in an application.
    private record Sample(String application, Bytes command, Bytes response, String words) {}

    private static final List<Sample> SAMPLES = List.of(
            sample("unknown", "00A4040009A00000030800001000", "6A82", "SELECT PIV"),
            sample("piv", "00CB3FFF035C017E00", "7E124F0BA0000003080000100001005F2F0240009000", "GET DATA discovery"),
            sample("piv", "00200080", "63C3", "VERIFY PIV PIN, state"),
            sample("piv", "00F7009B", "010103020200010501019000", "GET METADATA card management (9B)"),
            sample("openpgp", "00CA00C400", "007F7F7F0300039000", "GET DATA PW status"),
            sample("emv", "00B2010C00", "70105A0847613400000000505F24031712319000", "READ RECORD 1 of SFI 1"),
            sample("emv", "80A8000002830000", "800A3C0008020301180101009000", "GET PROCESSING OPTIONS"),
            sample("emrtd", "00B09E0000", "60165F0104303130375F36063034303030305C04616E75779000", "READ BINARY EF.COM"),
            sample("emrtd", "0CB000000D9701048E08ED6705417E96BA5500", "990290008E08AD55CC17140B2DED9000", "READ BINARY"),
            sample("usim", "00A40004026F07", "612F", "SELECT EF.IMSI"),
            sample("fido", "80108000010400", "00A20181665532465F5632051904B09000", "CTAP authenticatorGetInfo"),
            sample("gp", "80CA00E000", "E012C00401018010C00402018010C004030180109000", "GET DATA key information"));

    private DecodeSpeed() {}

    private static Sample sample(String application, String command, String response, String words) {
        return new Sample(application, Bytes.hex(command), Bytes.hex(response), words);
    }

    /// Checks that the lines are right, then measures.
    public static void main(String[] arguments) {
        for (var sample : SAMPLES) {
            String line = explain(new CardSession(), sample).line().toString();
            if (!line.startsWith(sample.words())) {
                throw new IllegalStateException(line + " does not start with " + sample.words());
            }
        }
        var threads = ManagementFactory.getThreadMXBean();
        for (int round = 1; round <= ROUNDS; round++) {
            long cpu = threads.getCurrentThreadCpuTime();
            long characters = 0;
            var session = new CardSession();
            for (int i = 0; i < EXCHANGES; i++) {
                characters += explain(session, SAMPLES.get(i % SAMPLES.size())).line().toString().length();
            }
            double seconds = (threads.getCurrentThreadCpuTime() - cpu) / 1e9;
            System.out.printf("round %d: %d exchanges, %d characters, %.2f s CPU%n", round, EXCHANGES, characters, seconds);
        }
    }

    private static Exchange explain(CardSession session, Sample sample) {
        session.assume(Application.ofId(sample.application()).orElse(Application.UNKNOWN));
        session.command(sample.command());
        return session.response(sample.response());
    }
}
