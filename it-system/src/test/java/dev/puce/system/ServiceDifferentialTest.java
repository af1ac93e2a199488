package dev.puce.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.service.PcscService;
import dev.puce.service.ServiceOptions;
import dev.puce.service.VirtualReader;
import dev.puce.service.card.EchoCard;
import dev.puce.system.CallScript.Step;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The same calls get the same codes, data and states from pcscd with vpcd and from our service.
class ServiceDifferentialTest {
    /// T=0 and T=1.
    private static final Bytes BOTH = Bytes.hex("3B8180018080");

    private static final Bytes T1_ONLY = EchoCard.DEFAULT_ATR;
    private static final Bytes T0_ONLY = Bytes.hex("3B00");

    private static final int SCRIPTS = Integer.getInteger("puce.differential.scripts", 1);
    private static final int STEPS = 120;

    @Test
    void service_answers_random_calls_of_three_programs_like_pcscd() throws IOException {
        long first = Long.getLong("puce.differential.seed", 1);
        for (Bytes atr : List.of(BOTH, T1_ONLY, T0_ONLY)) {
            for (long seed = first; seed < first + SCRIPTS; seed++) {
                compare("seed " + seed + ", ATR " + atr, atr, CallScript.random(new Random(seed), STEPS));
            }
        }
    }

    /// Random scripts rarely contain this sequence.
    @Test
    void exclusive_use_given_up_by_reconnecting_leaves_a_transaction() throws IOException {
        compare(
                "exclusive use given up",
                BOTH,
                new CallScript(List.of(
                        new Step.InsertCard(),
                        new Step.Connect(0, 0, 1, 3),
                        new Step.Reconnect(0, 0, 2, 3, 0),
                        new Step.Connect(1, 0, 2, 3),
                        new Step.Status(0, 0),
                        new Step.End(0, 0, 0),
                        new Step.Status(1, 0),
                        new Step.Disconnect(1, 0, 0),
                        new Step.Reconnect(0, 0, 1, 3, 0),
                        new Step.Begin(0, 0),
                        new Step.Reconnect(0, 0, 3, 0, 0),
                        new Step.Connect(1, 0, 3, 0),
                        new Step.End(0, 0, 0),
                        new Step.Status(1, 0))));
    }

    private static void compare(String name, Bytes atr, CallScript script) throws IOException {
        ScriptRun ours;
        var options = ServiceOptions.USUAL.withIdlePowerOff(Duration.ofMillis(1));
        try (var service = PcscService.start(options);
                var run = new ScriptRun(new OurWorld(service, service.addReader("Virtual PCD"), atr))) {
            ours = run.play(script, true);
        }
        try (var pcscd = PrivatePcscd.start();
                var world = new PcscdWorld(pcscd, atr);
                var run = new ScriptRun(world)) {
            run.playLike(ours);
            assertThat(String.join("\n", ours.notes())).as(name).isEqualTo(String.join("\n", run.notes()));
        }
    }

    private record OurWorld(Path socket, VirtualReader virtualReader, Bytes atr) implements ScriptRun.World {
        private OurWorld(PcscService service, VirtualReader reader, Bytes atr) {
            this(service.socket(), reader, atr);
        }

        @Override
        public String reader() {
            return virtualReader.name();
        }

        @Override
        public Duration switchOff() {
            return Duration.ofMillis(20);
        }

        @Override
        public void insertCard() {
            virtualReader.insert(new EchoCard(atr));
        }

        @Override
        public void pullCard() {
            virtualReader.remove();
        }
    }

    private static final class PcscdWorld implements ScriptRun.World, Closeable {
        private final PrivatePcscd pcscd;
        private final Bytes atr;
        private Closeable card = () -> {};

        private PcscdWorld(PrivatePcscd pcscd, Bytes atr) {
            this.pcscd = pcscd;
            this.atr = atr;
        }

        @Override
        public Path socket() {
            return pcscd.socket();
        }

        @Override
        public String reader() {
            return pcscd.reader(0);
        }

        /// Twice its polling period.
        @Override
        public Duration switchOff() {
            return Duration.ofMillis(900);
        }

        @Override
        public void insertCard() throws IOException {
            card = pcscd.insert(0, new EchoCard(atr));
        }

        @Override
        public void pullCard() throws IOException {
            card.close();
        }

        @Override
        public void close() throws IOException {
            card.close();
        }
    }
}
