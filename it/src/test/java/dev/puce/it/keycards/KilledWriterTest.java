package dev.puce.it.keycards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.it.CommandResult;
import dev.puce.service.card.memory.CardMemory;
import dev.puce.service.card.memory.MemoryFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The file of a card survives the sudden death of its writer.
@Timeout(180)
class KilledWriterTest {
    private static final int ROUNDS = 10;
    private static final int MOST_WRITES = 40;

    /// Stores a large memory again and again, whose first and last values are the same number.
    static final class Writer {
        private static final Bytes FILLER = Bytes.of(new byte[100_000]);

        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            var memory = new CardMemory(new MemoryFile(Path.of(arguments[0]), "piv"));
            memory.put("filler", FILLER);
            for (int i = 0; ; i++) {
                Bytes number = Bytes.of(ByteBuffer.allocate(4).putInt(i).array());
                memory.put("a", number);
                memory.put("z", number);
                memory.save();
                System.out.println(i);
            }
        }
    }

    @Test
    void a_killed_writer_leaves_a_whole_file(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("card.json");
        var random = new Random(20);
        for (int round = 0; round < ROUNDS; round++) {
            int written = killAfter(1 + random.nextInt(MOST_WRITES), file);
            var cells = new MemoryFile(file, "piv").read().cells();
            assertThat(cells).containsOnlyKeys("a", "filler", "z");
            assertThat(cells.get("a")).isEqualTo(cells.get("z"));
            assertThat(cells.get("a").asBuffer().getInt()).isGreaterThanOrEqualTo(written);
        }
    }

    /// Kills a writer after some writes.
    ///
    /// @return the last number that it reported
    private static int killAfter(int writes, Path file) throws Exception {
        Process writer = new ProcessBuilder(CommandResult.javaCommand(Writer.class.getName(), file.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var lines = writer.inputReader()) {
            String last = null;
            for (int i = 0; i < writes; i++) {
                last = lines.readLine();
            }
            return Integer.parseInt(last);
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }
}
