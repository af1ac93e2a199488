package dev.puce.spy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ChunkPoolTest {
    @Test
    void a_pool_at_its_limit_has_no_chunk_until_one_is_returned() {
        var pool = new ChunkPool(2L * CaptureChunk.SIZE);
        var first = pool.take();
        var second = pool.take();
        assertThat(pool.take()).isNull();
        pool.giveBack(first);
        assertThat(pool.take()).isSameAs(first);
        assertThat(pool.inUse()).isEqualTo(2);
        first.free();
        second.free();
    }
}
