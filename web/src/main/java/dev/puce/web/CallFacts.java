package dev.puce.web;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.filter.Expression;
import dev.puce.trace.filter.Filter;
import dev.puce.trace.filter.Flag;
import dev.puce.trace.filter.NumberField;
import dev.puce.trace.filter.Subject;
import dev.puce.trace.filter.TextField;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// The values of some calls in flat arrays, so that most filters do not read the calls. `bench/web/run.sh` measures
/// it.
final class CallFacts {
    /// Memory of a call: three numbers and a reference.
    static final int CALL_BYTES = 3 * Long.BYTES + Integer.BYTES;

    private final CallProfile[] profiles;
    private final long[] sequences;
    private final long[] starts;
    private final long[] durations;
    private int size;

    CallFacts(int capacity) {
        profiles = new CallProfile[capacity];
        sequences = new long[capacity];
        starts = new long[capacity];
        durations = new long[capacity];
    }

    /// Whether these values are enough to decide a filter.
    static boolean suffice(Filter filter) {
        return filter.expression().conditions().allMatch(CallFacts::suffice);
    }

    private static boolean suffice(Expression condition) {
        return switch (condition) {
            case Expression.Textual(var field, var _, var _) -> CallProfile.TEXTS.contains(field);
            case Expression.Contains _ -> false;
            default -> true;
        };
    }

    /// Adds a call.
    void add(Subject call, CallProfile profile) {
        profiles[size] = profile;
        sequences[size] = call.number(NumberField.SEQ).orElseThrow();
        starts[size] = call.number(NumberField.TIME).orElse(TracedCall.UNKNOWN_NANOS);
        durations[size] = call.number(NumberField.DURATION).orElse(TracedCall.UNKNOWN_NANOS);
        size++;
    }

    /// Passes all calls to a consumer.
    void forEach(Consumer<IndexedCall> consumer) {
        for (int i = 0; i < size; i++) {
            consumer.accept(new IndexedCall(profiles[i], sequences[i], starts[i], durations[i]));
        }
    }

    /// A call for filters that these values decide.
    record IndexedCall(CallProfile profile, long sequence, long start, long duration) implements Subject {
        @Override
        public Optional<String> text(TextField field) {
            return Optional.ofNullable(profile.texts().get(field));
        }

        @Override
        public OptionalLong number(NumberField field) {
            return switch (field) {
                case SEQ -> OptionalLong.of(sequence);
                case TIME -> known(start);
                case DURATION -> known(duration);
                case PID, UID, CONNECTION, TRIES -> {
                    var value = profile.numbers().get(field);
                    yield value == null ? OptionalLong.empty() : OptionalLong.of(value);
                }
            };
        }

        private static OptionalLong known(long nanos) {
            return nanos == TracedCall.UNKNOWN_NANOS ? OptionalLong.empty() : OptionalLong.of(nanos);
        }

        @Override
        public boolean is(Flag flag) {
            return profile.flags().contains(flag);
        }

        @Override
        public Optional<Bytes> sent() {
            throw new UnsupportedOperationException("the index has no bytes");
        }

        @Override
        public Optional<Bytes> received() {
            throw new UnsupportedOperationException("the index has no bytes");
        }
    }
}
