package dev.puce.spy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ChunkPoolTest {
    @Test
    void while_there_is_no_memory_it_is_not_asked_for_at_every_call() {
        int calls = 1000;
        var attempts = new AtomicInteger();
        var pool = new ChunkPool(10L * CaptureChunk.SIZE, () -> {
            attempts.incrementAndGet();
            throw new OutOfMemoryError("as if");
        });
        for (int i = 0; i < calls; i++) {
            assertThat(pool.take()).isNull();
        }
        assertThat(attempts.get()).isBetween(1, calls / 2);
        assertThat(pool.inUse()).isZero();
    }

    @Test
    void memory_that_comes_back_is_found() {
        var attempts = new AtomicInteger();
        var pool = new ChunkPool(10L * CaptureChunk.SIZE, () -> {
            if (attempts.getAndIncrement() == 0) {
                throw new OutOfMemoryError("as if");
            }
            return new CaptureChunk(CaptureChunk.SIZE);
        });
        var chunk = pool.take();
        while (chunk == null) {
            Thread.onSpinWait();
            chunk = pool.take();
        }
        assertThat(pool.inUse()).isEqualTo(1);
        chunk.free();
    }
}
