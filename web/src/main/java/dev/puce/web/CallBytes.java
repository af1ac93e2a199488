package dev.puce.web;

import dev.puce.iso7816.Bytes;
import dev.puce.trace.filter.Subject;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The bytes that some calls sent and received, compressed, for filters that search in them.
///
/// The content is two lengths for each call, -1 for no bytes, and then all bytes.
final class CallBytes {
    private static final int NONE = -1;

    private final int calls;
    private final Deflated content;

    private CallBytes(int calls, Deflated content) {
        this.calls = calls;
        this.content = content;
    }

    static CallBytes of(List<Subject> calls) {
        var parts = calls.stream()
                .flatMap(call -> Stream.of(call.sent(), call.received()))
                .toList();
        int total = parts.stream()
                .mapToInt(part -> part.map(Bytes::length).orElse(0))
                .sum();
        var content = ByteBuffer.allocate(parts.size() * Integer.BYTES + total);
        parts.forEach(part -> content.putInt(part.map(Bytes::length).orElse(NONE)));
        parts.forEach(part -> part.ifPresent(bytes -> content.put(bytes.toArray())));
        return new CallBytes(calls.size(), Deflated.of(content.array()));
    }

    /// Memory, in bytes.
    int memoryBytes() {
        return content.bytes().length;
    }

    /// Returns a reader, which decompresses the bytes at the first question. For one thread.
    Reader reader() {
        return new Reader();
    }

    /// Finds the bytes of calls by position.
    final class Reader {
        private ByteBuffer opened;
        private int[] starts;

        Optional<Bytes> sent(int call) {
            return part(2 * call);
        }

        Optional<Bytes> received(int call) {
            return part(2 * call + 1);
        }

        private Optional<Bytes> part(int index) {
            if (opened == null) {
                open();
            }
            int length = opened.getInt(index * Integer.BYTES);
            return length == NONE ? Optional.empty() : Optional.of(Bytes.copyOf(opened.array(), starts[index], length));
        }

        private void open() {
            opened = ByteBuffer.wrap(content.content());
            starts = new int[2 * calls];
            int start = starts.length * Integer.BYTES;
            for (int i = 0; i < starts.length; i++) {
                starts[i] = start;
                start += Math.max(0, opened.getInt(i * Integer.BYTES));
            }
        }
    }
}
