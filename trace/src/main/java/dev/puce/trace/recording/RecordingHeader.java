package dev.puce.trace.recording;

import dev.puce.trace.redaction.Redaction;
import dev.puce.trace.redaction.Redactor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The first line of a recording: under what circumstances it was made.
///
/// @param start           wall clock at time 0 of the calls, if it is known
/// @param host            name of the machine
/// @param producer        the program that wrote the recording, with its version: `puce 0.1.0`
/// @param source          the means by which the calls were seen: `relay`, `libpcscspy`, `demo`
/// @param daemon          where the daemon listens
/// @param protocolVersion version of the protocol between client and daemon: `4.4`
/// @param command         the program that was run and its arguments, if one was
/// @param redaction       how much of the secrets was removed before the calls were written
public record RecordingHeader(
        Optional<Instant> start,
        Optional<String> host,
        String producer,
        String source,
        Optional<String> daemon,
        Optional<String> protocolVersion,
        List<String> command,
        Redaction redaction) {
    /// Name of the format.
    public static final String FORMAT = "puce-recording";

    /// Version of the format that this code writes, and the highest that it reads.
    public static final int VERSION = 1;

    /// The folder of the machine's daemon; other folders may name a user.
    private static final String USUAL_DAEMON = "/run/pcscd/";

    public RecordingHeader {
        command = List.copyOf(command);
    }

    /// The header of calls that were seen from a known moment on.
    public RecordingHeader(
            Instant start,
            Optional<String> host,
            String producer,
            String source,
            Optional<String> daemon,
            Optional<String> protocolVersion,
            List<String> command,
            Redaction redaction) {
        this(Optional.of(start), host, producer, source, daemon, protocolVersion, command, redaction);
    }

    /// The header of calls that were seen through something at some time, with nothing else known.
    public static RecordingHeader of(String source, Instant start, Redaction redaction) {
        return of(source, Optional.of(start), redaction);
    }

    /// The header of calls of which at most the start is known.
    public static RecordingHeader of(String source, Optional<Instant> start, Redaction redaction) {
        return new RecordingHeader(
                start, Optional.empty(), "", source, Optional.empty(), Optional.empty(), List.of(), redaction);
    }

    /// The header of the same calls after a further redaction, which its command is subject to as well.
    public RecordingHeader redacted(Redaction further) {
        boolean isPublic = further == Redaction.PUBLIC;
        return new RecordingHeader(
                start,
                host.filter(_ -> !isPublic),
                producer,
                source,
                daemon.filter(path -> !isPublic || path.startsWith(USUAL_DAEMON)),
                protocolVersion,
                new Redactor(further).redactArguments(command),
                redaction.and(further));
    }
}
