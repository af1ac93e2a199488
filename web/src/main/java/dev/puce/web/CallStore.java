package dev.puce.web;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.spy.live.QueueWeight;
import dev.puce.trace.filter.Subject;
import dev.puce.trace.filter.TextField;
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
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;

/// The calls of a trace in memory, in the order in which they ended.
///
/// Calls are kept in blocks of similar size. Each block is a compressed recording, with the state of all cards before
/// it. A block can therefore be read and explained without the blocks before it. Filters need its [CallFacts] only. Any
/// thread may read while one thread adds.
final class CallStore {
    /// The most calls in a block.
    static final int BLOCK = 1024;

    /// A block is full if its calls weigh this many bytes, by [QueueWeight].
    private static final int BLOCK_BYTES = 4 << 20;

    private static final RecordingHeader NO_HEADER =
            RecordingHeader.of("memory", Optional.empty(), Redaction.OFF); // calls are redacted before they come here

    private final List<Block> blocks = new ArrayList<>();
    private final SharedProfiles profiles = new SharedProfiles();
    private List<SeenCall> open = new ArrayList<>(BLOCK);
    private TracedCards beforeOpen = new TracedCards();
    private long openBytes;
    private long size;
    private long bytes;

    /// Calls that were stored together.
    ///
    /// @param content the calls; another thread compresses and indexes them while this one goes on
    /// @param before  state of the cards before the first call
    /// @param start   position of the first call in the trace
    /// @param first   lowest number of a call
    /// @param last    highest number of a call
    private record Block(CompletableFuture<Content> content, TracedCards before, int start, long first, long last) {
        boolean overlaps(long from, long to) {
            return first <= to && last >= from;
        }
    }

    /// The calls of a block.
    ///
    /// @param recording   the calls
    /// @param facts       values of the calls for filters
    /// @param memoryBytes approximate memory, with the profiles that no block before had
    private record Content(Deflated recording, CallFacts facts, long memoryBytes) {}

    /// Adds a call.
    ///
    /// @param seen  context of the call
    /// @param cards state of the cards after the call
    synchronized void add(TracedCall call, Observation seen, TracedCards cards) {
        open.add(new SeenCall(call, seen));
        openBytes += QueueWeight.of(call);
        size++;
        if (open.size() == BLOCK || openBytes > BLOCK_BYTES) {
            if (!blocks.isEmpty()) {
                // Waits, so that only one block is not compressed yet, and one thread uses the profiles.
                bytes += blocks.getLast().content.join().memoryBytes();
            }
            bytes += beforeOpen.memoryBytes();
            var calls = open;
            var content = CompletableFuture.supplyAsync(() -> content(calls));
            blocks.add(new Block(content, beforeOpen, openStart(), lowest(calls), highest(calls)));
            open = new ArrayList<>(BLOCK);
            openBytes = 0;
            beforeOpen = cards.copy();
        }
    }

    /// Position of the first call that is in no full block.
    private synchronized int openStart() {
        return (int) size - open.size();
    }

    private Content content(List<SeenCall> calls) {
        long before = profiles.memoryBytes();
        var recording = Deflated.of(recording(calls));
        var facts = new CallFacts(calls.stream().map(CallStore::subject).toList(), profiles);
        long added = profiles.memoryBytes() - before;
        return new Content(recording, facts, recording.bytes().length + facts.memoryBytes() + added);
    }

    private static Subject subject(SeenCall seen) {
        return Subject.of(seen.call(), seen.context());
    }

    private static long lowest(List<SeenCall> calls) {
        return calls.stream().mapToLong(seen -> seen.call().sequence()).min().orElseThrow();
    }

    private static long highest(List<SeenCall> calls) {
        return calls.stream().mapToLong(seen -> seen.call().sequence()).max().orElseThrow();
    }

    private static byte[] recording(List<SeenCall> calls) {
        var out = new ByteArrayOutputStream(BLOCK * 256);
        try (var writer = new RecordingWriter(out, NO_HEADER, false)) {
            for (var seen : calls) {
                writer.accept(seen.call());
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

    /// Passes the values of the calls of a block, which filters ask for, to a visitor.
    ///
    /// @param index as for [#read]
    void inspect(int index, CallVisitor visitor) {
        openCalls(index)
                .ifPresentOrElse(
                        open -> {
                            for (int i = 0; i < open.calls.size(); i++) {
                                visitor.visit(open.start + i, subject(open.calls.get(i)));
                            }
                        },
                        () -> {
                            var block = block(index);
                            block.content.join().facts().forEach(block.start, visitor);
                        });
    }

    /// The position of a call in the trace, from 0.
    ///
    /// @param number number of the call
    /// @return -1 if there is no such call
    int position(long number) {
        int count = fullBlocks();
        for (int i = 0; i < count; i++) {
            var block = block(i);
            int found = block.overlaps(number, number)
                    ? block.content.join().facts().indexOf(number)
                    : -1;
            if (found >= 0) {
                return block.start + found;
            }
        }
        var open = openCalls(count);
        for (int i = 0; open.isPresent() && i < open.get().calls.size(); i++) {
            if (open.get().calls.get(i).call().sequence() == number) {
                return open.get().start + i;
            }
        }
        return -1;
    }

    /// The different values of a field of words. Fields that nearly every call has another value of have none here.
    NavigableSet<String> values(TextField field) {
        int full = fullBlocks();
        if (full > 0) {
            block(full - 1).content.join(); // its profiles are complete
        }
        List<SeenCall> latest;
        synchronized (this) {
            latest = List.copyOf(open);
        }
        var values = profiles.values(field);
        latest.forEach(
                seen -> subject(seen).text(field).ifPresent(text -> text.lines().forEach(values::add)));
        return values;
    }

    /// Passes the calls of a block with their context to a consumer.
    ///
    /// @param index number of the block, from 0; the number of full blocks stands for the calls after them
    void read(int index, BiConsumer<TracedCall, Observation> consumer) {
        openCalls(index)
                .ifPresentOrElse(
                        open -> open.calls.forEach(seen -> consumer.accept(seen.call(), seen.context())), () -> {
                            var block = block(index);
                            var explaining = new Explaining(block.before.copy(), consumer);
                            read(block.content.join().recording(), explaining);
                        });
    }

    /// The calls after the full blocks.
    ///
    /// @param start position of the first one in the trace
    private record Open(int start, List<SeenCall> calls) {}

    /// The calls of a block that is not full.
    private synchronized Optional<Open> openCalls(int index) {
        return index < blocks.size() ? Optional.empty() : Optional.of(new Open(openStart(), List.copyOf(open)));
    }

    private synchronized Block block(int index) {
        return blocks.get(index);
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
    ///
    /// @param filter tells by the position of a call in the trace whether it is wanted
    List<SeenCall> find(long first, long last, IntPredicate filter) {
        var found = new ArrayList<SeenCall>();
        int count = fullBlocks();
        for (int i = 0; i <= count; i++) {
            if (i < count && !block(i).overlaps(first, last)) {
                continue;
            }
            var calls = new ArrayList<SeenCall>(BLOCK);
            read(i, (call, seen) -> calls.add(new SeenCall(call, seen)));
            int start = start(i);
            for (int k = 0; k < calls.size(); k++) {
                long number = calls.get(k).call().sequence();
                if (number >= first && number <= last && filter.test(start + k)) {
                    found.add(calls.get(k));
                }
            }
        }
        return found;
    }

    /// Position in the trace of the first call of a block.
    private synchronized int start(int index) {
        return index < blocks.size() ? blocks.get(index).start : openStart();
    }

    /// Passes all calls to a sink.
    void readAll(CallSink sink) throws IOException {
        int count = fullBlocks();
        for (int i = 0; i < count; i++) {
            Deflated recording;
            synchronized (this) {
                recording = blocks.get(i).content.join().recording();
            }
            read(recording, new KeptOpen(sink));
        }
        List<SeenCall> rest;
        synchronized (this) {
            rest = blocks.size() == count ? List.copyOf(open) : List.of();
        }
        for (var seen : rest) {
            sink.accept(seen.call());
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
