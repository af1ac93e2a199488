package dev.puce.diagnose.report;

import dev.puce.diagnose.machine.DoctorReport;
import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.CallSink;
import dev.puce.pcsc.TracedCall;
import dev.puce.trace.PrivateFile;
import dev.puce.trace.file.RedactionCheck;
import dev.puce.trace.file.TraceFile;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingWriter;
import dev.puce.trace.redaction.Redaction;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Collects the files of a report in a private folder, checks them, and writes them to an archive.
public final class Report implements AutoCloseable {
    private static final String RECORDING = "recording.jsonl";
    private static final String RUN = "run.jsonl";

    private final Path folder;
    private final Redaction redaction;
    private final PersonalWords words;
    private final Map<String, String> entries = new LinkedHashMap<>();

    /// Writes a trace as a page in HTML.
    @FunctionalInterface
    public interface Page {
        /// Begins the page.
        ///
        /// @param out   receives the page; closing the sink closes it
        /// @param trace the trace, whose calls the sink will get
        CallSink open(OutputStream out, TraceFile trace) throws IOException;
    }

    private Report(Path folder, Redaction redaction, PersonalWords words) {
        this.folder = folder;
        this.redaction = redaction;
        this.words = words;
    }

    /// Begins a report.
    ///
    /// @param redaction the redaction of traces; with [Redaction#PUBLIC], other files lose names too
    /// @throws IOException if there is no room for temporary files
    public static Report begin(Redaction redaction) throws IOException {
        return new Report(Files.createTempDirectory("puce-report"), redaction, PersonalWords.ofThisMachine());
    }

    /// Returns what the report removes from traces.
    public Redaction redaction() {
        return redaction;
    }

    /// Adds a trace: the recording, and its views below the same name.
    ///
    /// @param name       folder in the archive; the empty string for its top
    /// @param parts      the trace, opened with [#redaction()]; the files of a rotated recording, the oldest first
    /// @param explainAtr explains and identifies an ATR in some lines
    /// @param page       writes a page in HTML
    public void add(String name, List<TraceFile> parts, Function<Bytes, String> explainAtr, Page page)
            throws IOException {
        var header = parts.getFirst().header();
        header.host().ifPresent(words::add);
        Path place = Files.createDirectories(name.isEmpty() ? folder : folder.resolve(name));
        String prefix = name.isEmpty() ? "" : name + "/";
        Path recording = place.resolve(RECORDING);
        try (var writer = writer(recording, header)) {
            TraceFile.read(parts, writer);
        }
        entries.put(prefix + RECORDING, "the calls, for puce show and other tools");
        try {
            TraceViews.write(recording, place, explainAtr, page)
                    .forEach((file, content) -> entries.put(prefix + file, content));
        } catch (IOException failed) {
            throw temporaryFailed(failed);
        }
    }

    /// Records the run of a program, for [#add]. The recording [#run()] is not a part of the archive.
    public CallSink recordRun(RecordingHeader header) throws IOException {
        return writer(run(), header);
    }

    /// Returns the recording of [#recordRun].
    public Path run() {
        return folder.resolve(RUN);
    }

    /// Writes a temporary recording. Its errors say so, and are not taken for those of the trace.
    private CallSink writer(Path recording, RecordingHeader header) throws IOException {
        try {
            var writer = RecordingWriter.create(recording, header);
            return new CallSink() {
                @Override
                public void accept(TracedCall call) throws IOException {
                    try {
                        writer.accept(call);
                    } catch (IOException failed) {
                        throw temporaryFailed(failed);
                    }
                }

                @Override
                public void close() throws IOException {
                    try {
                        writer.close();
                    } catch (IOException failed) {
                        throw temporaryFailed(failed);
                    }
                }
            };
        } catch (IOException failed) {
            throw temporaryFailed(failed);
        }
    }

    private IOException temporaryFailed(IOException failed) {
        return new IOException(
                "Cannot write temporary files in " + folder.getParent() + ": " + failed.getMessage()
                        + ". Nothing was written. Free some space there",
                failed);
    }

    /// Adds the facts of this machine.
    ///
    /// @param puce name and version of this program
    public void addMachine(String puce, DoctorReport doctor) throws IOException {
        write("machine.txt", "versions, system, readers, environment variables", MachineText.of(puce));
        write("doctor.txt", "the steps of puce doctor", MachineText.of(doctor));
    }

    private void write(String name, String content, String text) throws IOException {
        try {
            Files.writeString(folder.resolve(name), redaction == Redaction.PUBLIC ? words.removedFrom(text) : text);
        } catch (IOException failed) {
            throw temporaryFailed(failed);
        }
        entries.put(name, content);
    }

    /// Returns one line for each file: name, size, content.
    public List<String> content() throws IOException {
        var lines = new ArrayList<String>();
        for (var entry : entries.entrySet()) {
            lines.add("%-24s %9d bytes  %s"
                    .formatted(entry.getKey(), Files.size(folder.resolve(entry.getKey())), entry.getValue()));
        }
        return lines;
    }

    /// Returns the places where secrets or, in a public report, personal data are left; empty if there are none.
    public List<String> leftovers() throws IOException {
        var found = new ArrayList<String>();
        for (String name : entries.keySet()) {
            Path file = folder.resolve(name);
            if (name.endsWith(RECORDING)) {
                RedactionCheck.of(file, redaction).forEach(place -> found.add(name + ", " + place));
            }
            if (redaction == Redaction.PUBLIC) {
                words.findIn(file).forEach(place -> found.add(name + ", " + place));
            }
        }
        return found;
    }

    /// Writes the archive, which only its owner can read.
    ///
    /// @throws IOException if that fails; no part of the archive is left
    public void write(Path archive) throws IOException {
        var channel = PrivateFile.create(archive);
        try (var zip = new ZipOutputStream(Channels.newOutputStream(channel))) {
            for (String name : entries.keySet()) {
                zip.putNextEntry(new ZipEntry(name));
                Files.copy(folder.resolve(name), zip);
                zip.closeEntry();
            }
        } catch (IOException failed) {
            PrivateFile.discard(archive);
            throw new IOException(
                    "Cannot write " + archive + ": " + failed.getMessage() + ". No archive is left", failed);
        }
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
