package dev.puce.web;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.live.QueueWeight;
import dev.puce.trace.filter.Subject;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/// The calls of a trace in memory, in the order in which they ended.
///
/// Calls are kept in blocks of similar size. Each block is a compressed recording, with the state of all cards before
/// it. A block can
/// therefore be read and explained without the blocks before it, and its [CallFacts]. Any thread may read while one
/// thread adds.
final class CallStore {
    /// The most calls in a block.
    static final int BLOCK = 1024;

    /// A block is full if its calls weigh this many bytes, by [QueueWeight].
    private static final int BLOCK_BYTES = 4 << 20;

    /// Number of profiles to search when a call is added.
    private static final int MOST_PROFILES = 4096;

    /// Approximate memory of a profile.
    private static final int PROFILE_BYTES = 600;

    private static final RecordingHeader NO_HEADER =
            RecordingHeader.of("memory", Optional.empty(), Redaction.OFF); // calls are redacted before they come here

    private final List<Block> blocks = new ArrayList<>();
    private final Map<CallProfile, CallProfile> profiles = new HashMap<>();
    private List<TracedCall> open = new ArrayList<>(BLOCK);
    private CallFacts openFacts = new CallFacts(BLOCK);
    private TracedCards beforeOpen = new TracedCards();
    private long openBytes;
    private long size;
    private long bytes;

    /// Calls that were stored together.
    ///
    /// @param recording the calls; another thread compresses them while this one goes on
    /// @param before state of the cards before the first call
    /// @param facts  values of the calls for filters
    /// @param first  lowest number of a call
    /// @param last   highest number of a call
    private record Block(
            CompletableFuture<Deflated> recording, TracedCards before, CallFacts facts, long first, long last) {
        byte[] compressed() {
            return recording.join().bytes();
        }
    }

    /// Adds a call.
    ///
    /// @param seen  context of the call
    /// @param cards state of the cards after the call
    synchronized void add(TracedCall call, Observation seen, TracedCards cards) {
        open.add(call);
        var subject = Subject.of(call, seen);
        openFacts.add(subject, shared(CallProfile.of(subject)));
        openBytes += QueueWeight.of(call);
        size++;
        if (open.size() == BLOCK || openBytes > BLOCK_BYTES) {
            if (!blocks.isEmpty()) {
                bytes += blocks.getLast().compressed().length; // waits, so that only one block is uncompressed
            }
            bytes += beforeOpen.memoryBytes() + (long) BLOCK * CallFacts.CALL_BYTES;
            var calls = open;
            var recording = CompletableFuture.supplyAsync(() -> Deflated.of(recording(calls)));
            blocks.add(new Block(recording, beforeOpen, openFacts, lowest(calls), highest(calls)));
            openFacts = new CallFacts(BLOCK);
            open = new ArrayList<>(BLOCK);
            openBytes = 0;
            beforeOpen = cards.copy();
        }
    }

    /// One object for all calls with the same profile, as long as there are few.
    private CallProfile shared(CallProfile profile) {
        var known = profiles.get(profile);
        if (known != null) {
            return known;
        }
        if (profiles.size() == MOST_PROFILES) {
            profiles.clear();
        }
        profiles.put(profile, profile);
        bytes += PROFILE_BYTES;
        return profile;
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
        return size;
    }

    /// Approximate memory of the full blocks and the profiles, in bytes.
    synchronized long bytes() {
        return bytes;
    }

    /// The values of a full block for filters.
    synchronized CallFacts facts(int index) {
        return blocks.get(index).facts;
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
            read(block.recording.join(), new Explaining(cards, consumer));
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
                recording = blocks.get(i).recording.join();
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
