package dev.puce.web;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingReader;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.session.Observation;
import dev.puce.trace.session.TracedCards;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// The calls of a trace in memory, in the order in which they ended.
///
/// Calls are kept in blocks. Each block is a compressed recording, with the state of all cards before it. A block can
/// therefore be read and explained without the blocks before it. Any thread may read while one thread adds.
final class CallStore {
    /// Number of calls in a block.
    static final int BLOCK = 1024;

    private static final RecordingHeader NO_HEADER =
            RecordingHeader.of("memory", Optional.empty(), Redaction.OFF); // calls are redacted before they come here

    private final List<Block> blocks = new ArrayList<>();
    private List<TracedCall> open = new ArrayList<>(BLOCK);
    private TracedCards beforeOpen = new TracedCards();
    private long bytes;

    /// Calls that were stored together.
    ///
    /// @param before state of the cards before the first call
    /// @param first  lowest number of a call
    /// @param last   highest number of a call
    private record Block(Deflated recording, TracedCards before, long first, long last) {}

    /// Adds a call.
    ///
    /// @param cards state of the cards after the call
    synchronized void add(TracedCall call, TracedCards cards) {
        open.add(call);
        if (open.size() == BLOCK) {
            var recording = Deflated.of(recording(open));
            bytes += recording.bytes().length + beforeOpen.memoryBytes();
            blocks.add(new Block(recording, beforeOpen, lowest(open), highest(open)));
            open = new ArrayList<>(BLOCK);
            beforeOpen = cards.copy();
        }
    }

    private static long lowest(List<TracedCall> calls) {
        return calls.stream().mapToLong(TracedCall::sequence).min().orElseThrow();
    }

    private static long highest(List<TracedCall> calls) {
        return calls.stream().mapToLong(TracedCall::sequence).max().orElseThrow();
    }

    private static byte[] recording(List<TracedCall> calls) {
        var out = new ByteArrayOutputStream(BLOCK * 256);
        try (var writer = new RecordingWriter(out, NO_HEADER, false)) {
            for (var call : calls) {
                writer.accept(call);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
        return out.toByteArray();
    }

    /// Number of full blocks, which do not change any more.
    synchronized int fullBlocks() {
        return blocks.size();
    }

    /// Number of calls.
    synchronized long size() {
        return (long) blocks.size() * BLOCK + open.size();
    }

    /// Approximate memory of the full blocks, in bytes.
    synchronized long bytes() {
        return bytes;
    }

    /// Passes the calls of a block with their context to a consumer.
    ///
    /// @param index number of the block, from 0; the number of full blocks stands for the calls after them
    void read(int index, BiConsumer<TracedCall, Observation> consumer) {
        Block block;
        List<TracedCall> calls;
        TracedCards cards;
        synchronized (this) {
            block = index < blocks.size() ? blocks.get(index) : null;
            calls = block == null ? List.copyOf(open) : List.of();
            cards = (block == null ? beforeOpen : block.before).copy();
        }
        if (block == null) {
            calls.forEach(call -> consumer.accept(call, cards.observe(call)));
        } else {
            read(block.recording, new Explaining(cards, consumer));
        }
    }

    private record Explaining(TracedCards cards, BiConsumer<TracedCall, Observation> consumer) implements CallSink {
        @Override
        public void accept(TracedCall call) {
            consumer.accept(call, cards.observe(call));
        }

        @Override
        public void close() {}
    }

    private static void read(Deflated recording, CallSink sink) {
        try (var in = recording.open()) {
            new RecordingReader(in, (line, what) -> {
                        throw new IllegalStateException("line " + line + ": " + what);
                    })
                    .read(sink);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
    }

    /// The calls with numbers in a range, both ends included, in their order in the trace.
    List<SeenCall> find(long first, long last) {
        var found = new ArrayList<SeenCall>();
        BiConsumer<TracedCall, Observation> wanted = (call, seen) -> {
            if (call.sequence() >= first && call.sequence() <= last) {
                found.add(new SeenCall(call, seen));
            }
        };
        int count = fullBlocks();
        for (int i = 0; i < count; i++) {
            if (overlaps(i, first, last)) {
                read(i, wanted);
            }
        }
        read(count, wanted);
        return found;
    }

    private synchronized boolean overlaps(int index, long first, long last) {
        return blocks.get(index).first <= last && blocks.get(index).last >= first;
    }

    /// Passes all calls to a sink.
    void readAll(CallSink sink) throws IOException {
        int count = fullBlocks();
        for (int i = 0; i < count; i++) {
            Deflated recording;
            synchronized (this) {
                recording = blocks.get(i).recording;
            }
            read(recording, new KeptOpen(sink));
        }
        List<TracedCall> rest;
        synchronized (this) {
            rest = blocks.size() == count ? List.copyOf(open) : List.of();
        }
        for (var call : rest) {
            sink.accept(call);
        }
    }

    private record KeptOpen(CallSink sink) implements CallSink {
        @Override
        public void accept(TracedCall call) throws IOException {
            sink.accept(call);
        }

        @Override
        public void close() {}
    }
}
