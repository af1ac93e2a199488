package dev.puce.backend.ffm;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.EventState;
import dev.puce.pcsc.ReaderQuery;
import dev.puce.pcsc.ReaderState;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An array of `SCARD_READERSTATE` in native memory.
final class ReaderStates {
    private final Platform platform;
    private final List<ReaderQuery> queries;
    private final MemorySegment memory;
    private final long stride;

    /// Allocates the array and fills it from the queries.
    ReaderStates(Platform platform, Arena arena, List<ReaderQuery> queries) {
        this.platform = platform;
        this.queries = queries;
        this.stride = platform.readerState().byteSize();
        this.memory = queries.isEmpty() ? MemorySegment.NULL : arena.allocate(stride * queries.size(), 8);
        for (int i = 0; i < queries.size(); i++) {
            MemorySegment name = arena.allocateFrom(queries.get(i).reader(), platform.charset());
            memory.set(ValueLayout.ADDRESS_UNALIGNED, offset(i, "szReader"), name);
            int currentState = queries.get(i).currentState().value();
            platform.setDword(memory, offset(i, "dwCurrentState"), currentState);
        }
    }

    MemorySegment memory() {
        return memory;
    }

    int count() {
        return queries.size();
    }

    /// Returns the states that the function has written.
    List<ReaderState> read() {
        var states = new ArrayList<ReaderState>(queries.size());
        for (int i = 0; i < queries.size(); i++) {
            int length = Math.clamp(platform.getDword(memory, offset(i, "cbAtr")), 0, platform.atrSize());
            Bytes atr = Bytes.from(memory.asSlice(offset(i, "rgbAtr"), length).asByteBuffer());
            states.add(new ReaderState(
                    queries.get(i).reader(),
                    Optional.of(queries.get(i).currentState()),
                    new EventState(platform.getDword(memory, offset(i, "dwEventState"))),
                    atr));
        }
        return states;
    }

    private long offset(int index, String field) {
        return index * stride + platform.readerStateOffset(field);
    }
}
