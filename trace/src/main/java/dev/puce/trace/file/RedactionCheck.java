package dev.puce.trace.file;

import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.redaction.PublicCheck;
import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads a redacted recording again, and looks for data that should not be in it.
public final class RedactionCheck {
    private static final int MOST = 20;

    private RedactionCheck() {}

    /// Returns the places with leftovers, at most 20 of each kind; empty if there are none.
    ///
    /// @param redaction the redaction of the recording
    /// @throws IOException if the file cannot be read
    public static List<String> of(Path recording, Redaction redaction) throws IOException {
        try (var trace = TraceFile.open(recording, TraceFile.Options.redacting(Redaction.OFF), (_, _) -> {})) {
            var header = trace.header();
            var search = new Search(new PublicCheck(header.host(), header.command(), header.redaction()));
            trace.read(search);
            var leftovers = new ArrayList<>(search.secrets);
            if (redaction == Redaction.PUBLIC) {
                leftovers.addAll(search.personal.leftovers());
            }
            return leftovers;
        }
    }

    /// A call that redaction would change still has a secret.
    private static final class Search implements CallSink {
        private final Redactor redactor = new Redactor(Redaction.FULL);
        private final List<String> secrets = new ArrayList<>();
        private final PublicCheck personal;

        Search(PublicCheck personal) {
            this.personal = personal;
        }

        @Override
        public void accept(TracedCall call) {
            personal.accept(call);
            boolean hasSecret = !redactor.redact(call).equals(call)
                    || !redactor.redact(call.caller()).equals(call.caller());
            if (hasSecret && secrets.size() < MOST) {
                secrets.add("call " + call.sequence() + ": a secret");
            }
        }

        @Override
        public void close() {
            // holds nothing open
        }
    }
}
