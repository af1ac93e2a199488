package dev.puce.web;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.filter.Flag;
import dev.puce.trace.filter.NumberField;
import dev.puce.trace.filter.Subject;
import dev.puce.trace.filter.TextField;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The values of some calls in flat arrays, so that filters do not read the calls. `bench/web/run.sh` measures it.
final class CallFacts {
    /// Memory of a call: three numbers and two references.
    private static final int CALL_BYTES = 3 * Long.BYTES + 2 * Integer.BYTES;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final CallProfile[] callers;
    private final CallProfile[] profiles;
    private final long[] sequences;
    private final long[] starts;
    private final long[] durations;
    private final CallBytes bytes;

    CallFacts(List<Subject> calls, SharedProfiles shared) {
        callers = new CallProfile[calls.size()];
        profiles = new CallProfile[calls.size()];
        sequences = new long[calls.size()];
        starts = new long[calls.size()];
        durations = new long[calls.size()];
        bytes = CallBytes.of(calls);
        for (int i = 0; i < calls.size(); i++) {
            var call = calls.get(i);
            callers[i] = shared.shared(CallProfile.ofCaller(call));
            profiles[i] = shared.shared(CallProfile.ofCall(call));
            sequences[i] = call.number(NumberField.SEQ).orElseThrow();
            starts[i] = call.number(NumberField.TIME).orElse(TracedCall.UNKNOWN_NANOS);
            durations[i] = call.number(NumberField.DURATION).orElse(TracedCall.UNKNOWN_NANOS);
        }
    }

    /// Approximate memory without the profiles, in bytes.
    long memoryBytes() {
        return (long) CALL_BYTES * sequences.length + bytes.memoryBytes();
    }

    /// Passes all calls to a visitor.
    ///
    /// @param start position of the first call in the trace
    void forEach(int start, CallVisitor visitor) {
        var reader = bytes.reader();
        for (int i = 0; i < sequences.length; i++) {
            visitor.visit(start + i, new IndexedCall(i, reader));
        }
    }

    /// The place of a call among these calls by its number, or -1.
    int indexOf(long sequence) {
        for (int i = 0; i < sequences.length; i++) {
            if (sequences[i] == sequence) {
                return i;
            }
        }
        return -1;
    }

    /// A call, without anything that no filter asks for.
    private final class IndexedCall implements Subject {
        private final int index;
        private final CallBytes.Reader reader;

        IndexedCall(int index, CallBytes.Reader reader) {
            this.index = index;
            this.reader = reader;
        }

        @Override
        public Optional<String> text(TextField field) {
            return switch (field) {
                case PROGRAM, THREAD, READER ->
                    Optional.ofNullable(callers[index].texts().get(field));
                case P1 -> parameter(2);
                case P2 -> parameter(3);
                case FUNCTION, CODE, CLA, INS, AID, SW, APP, OBJECT, TAG ->
                    Optional.ofNullable(profiles[index].texts().get(field));
            };
        }

        /// A byte of the command APDU; only such calls have a class.
        private Optional<String> parameter(int position) {
            return profiles[index].texts().containsKey(TextField.CLA)
                    ? sent().filter(command -> command.length() > position)
                            .map(command -> HEX.toHexDigits((byte) command.get(position)))
                    : Optional.empty();
        }

        @Override
        public OptionalLong number(NumberField field) {
            return switch (field) {
                case SEQ -> OptionalLong.of(sequences[index]);
                case TIME -> known(starts[index]);
                case DURATION -> known(durations[index]);
                case PID, UID, CONNECTION -> shared(callers[index], field);
                case TRIES -> shared(profiles[index], field);
            };
        }

        private static OptionalLong known(long nanos) {
            return nanos == TracedCall.UNKNOWN_NANOS ? OptionalLong.empty() : OptionalLong.of(nanos);
        }

        private static OptionalLong shared(CallProfile profile, NumberField field) {
            var value = profile.numbers().get(field);
            return value == null ? OptionalLong.empty() : OptionalLong.of(value);
        }

        @Override
        public boolean is(Flag flag) {
            return profiles[index].flags().contains(flag);
        }

        @Override
        public Optional<Bytes> sent() {
            return reader.sent(index);
        }

        @Override
        public Optional<Bytes> received() {
            return reader.received(index);
        }
    }
}
