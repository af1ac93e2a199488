package dev.puce.service.socket;

import dev.puce.service.engine.ReaderTable;
import dev.puce.wire.ReaderEntry;
import dev.puce.wire.Reply;
import dev.puce.wire.ReplyEncoder;
import dev.puce.wire.Request;
import java.nio.ByteBuffer;
import java.util.List;

/// The states of all readers as bytes, made once per change and not once per client that asks.
final class EncodedStates {
    private final ReaderTable table;
    private long version = -1;
    private ByteBuffer encoded = ByteBuffer.allocate(0);

    EncodedStates(ReaderTable table) {
        this.table = table;
    }

    /// Every entry; the caller's own view.
    ByteBuffer all() {
        update();
        return encoded.duplicate();
    }

    /// The 16 entries that clients of old know; the caller's own view.
    ByteBuffer usual() {
        update();
        return encoded.duplicate().limit(ReaderEntry.USUAL_COUNT * ReaderEntry.SIZE);
    }

    private void update() {
        if (version != table.version()) {
            version = table.version();
            List<ReaderEntry> entries = table.entries();
            ByteBuffer fresh = ReplyEncoder.encode(new Request.GetReadersState(), new Reply.ReadersState(entries));
            encoded = ByteBuffer.allocateDirect(fresh.remaining())
                    .put(fresh)
                    .flip()
                    .asReadOnlyBuffer();
        }
    }
}
