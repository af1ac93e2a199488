package dev.puce.diagnose.trace;

import dev.puce.diagnose.finding.TraceFinding;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.Caller;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.Calls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A short trace of one or more programs at one reader, built call by call. Each call takes 1 ms, and the next one
/// starts 1 ms later.
final class Scene {
    static final String READER = "ACS ACR39U 00 00";
    private static final long MILLI = 1_000_000;

    private final List<TracedCall> calls = new ArrayList<>();
    private long nanos;
    private long missing;

    /// A program of the scene. Its card handle is its process id.
    final class Actor {
        private final Caller caller;
        private final int pid;

        private Actor(String program, int pid) {
            this.pid = pid;
            caller = new Caller(
                    program,
                    OptionalInt.of(pid),
                    OptionalInt.empty(),
                    List.of(),
                    Optional.empty(),
                    pid,
                    Optional.empty());
        }

        Actor call(Call call, ReturnCode code, Result result) {
            return call(call, code, result, 1);
        }

        /// A call that takes longer.
        Actor call(Call call, ReturnCode code, Result result, long millis) {
            add(caller, call, Optional.of(new TracedCall.Outcome(code, millis * MILLI, result)), millis);
            return this;
        }

        Actor call(Call call, ReturnCode code) {
            return call(call, code, Result.NONE);
        }

        Actor ok(Call call) {
            return call(call, ReturnCode.SUCCESS);
        }

        /// A call that never returns.
        Actor hang(Call call) {
            add(caller, call, Optional.empty(), 1);
            return this;
        }

        Actor establish() {
            return call(new Call.EstablishContext(Scope.SYSTEM), ReturnCode.SUCCESS, new Result.EstablishContext(pid));
        }

        Actor release() {
            return ok(new Call.ReleaseContext(pid));
        }

        Call.Connect connection(ShareMode mode) {
            return new Call.Connect(pid, READER, mode, Protocols.ANY);
        }

        Actor connect(ShareMode mode) {
            return call(connection(mode), ReturnCode.SUCCESS, new Result.Connect(pid, Protocol.T1));
        }

        Actor disconnect(Disposition disposition) {
            return ok(new Call.Disconnect(pid, disposition));
        }

        Actor begin() {
            return ok(new Call.BeginTransaction(pid));
        }

        Actor end() {
            return ok(new Call.EndTransaction(pid, Disposition.LEAVE));
        }

        Call.Transmit command(String hex) {
            return new Call.Transmit(pid, Calls.T1, Bytes.hex(hex), OptionalLong.of(258));
        }

        Actor transmit(String command, String response) {
            return transmit(command, response, 1);
        }

        Actor transmit(String command, String response, long millis) {
            var result = new Result.Transmit(Calls.T1, Bytes.hex(response));
            return call(command(command), ReturnCode.SUCCESS, result, millis);
        }

        /// Reads three blocks of a file.
        Actor work() {
            for (int i = 0; i < 3; i++) {
                transmit("00B0000%d04".formatted(i), "010203049000");
            }
            return this;
        }
    }

    Actor program(String name, int pid) {
        return new Actor(name, pid);
    }

    /// Lets time pass.
    Scene pause(long millis) {
        nanos += millis * MILLI;
        return this;
    }

    /// Leaves out the numbers of calls.
    Scene miss(int count) {
        missing += count;
        return this;
    }

    private void add(Caller caller, Call call, Optional<TracedCall.Outcome> outcome, long millis) {
        long start = nanos + MILLI;
        nanos = start + millis * MILLI;
        calls.add(new TracedCall(calls.size() + 1 + missing, caller, start, call, outcome));
    }

    /// An entry of a log that is not a call.
    Scene mark(String name, String description) {
        add(
                Caller.UNKNOWN,
                new Call.Mark(name, description, Optional.empty()),
                Optional.of(TracedCall.Outcome.UNKNOWN),
                1);
        return this;
    }

    /// The diagnosis of the calls so far.
    Diagnosis diagnose() {
        return diagnose(OptionalInt.empty());
    }

    /// The diagnosis of the calls of a program that has ended.
    Diagnosis diagnose(OptionalInt exitStatus) {
        var diagnosis = new TraceDiagnosis();
        play(diagnosis);
        return diagnosis.result(exitStatus);
    }

    /// The diagnosis in comparison with a good run.
    Diagnosis against(Scene good) {
        var compared = new ComparedTrace();
        play(compared);
        var goodRun = new ComparedTrace();
        good.play(goodRun);
        return compared.against(goodRun);
    }

    private void play(CallSink sink) {
        try {
            for (TracedCall call : calls) {
                sink.accept(call);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /// The verdict. Fails if there is none.
    TraceFinding verdict() {
        return diagnose().verdict().orElseThrow();
    }
}
