package dev.puce.fleet;

import dev.puce.trace.recording.RecordingHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// The start of a file, which tells the rotated files of one recording.
///
/// @param file          the file
/// @param header        its first line if that is the header of a recording; otherwise empty
/// @param firstSequence number of its first call; 0 if there is none
record FileHead(FileSystems.Listed file, String header, long firstSequence) implements Serializable {
    private static final int LENGTH = 1 << 16;
    private static final Pattern SEQUENCE = Pattern.compile("\"seq\":(\\d+)");

    /// Reads the start of a file. The error of an unreadable file comes when it is read as a whole.
    static FileHead of(FileSystems.Listed file, FileSystems fileSystems) {
        String start = "";
        try (var in = fileSystems.open(file.path())) {
            start = new String(decompressed(in).readNBytes(LENGTH), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            // an unknown start
        }
        int end = start.indexOf('\n');
        String first = end < 0 ? "" : start.substring(0, end);
        if (!first.contains(RecordingHeader.FORMAT)) {
            return new FileHead(file, "", 0);
        }
        var sequence = SEQUENCE.matcher(start);
        return new FileHead(file, first, sequence.find() ? Long.parseLong(sequence.group(1)) : 0);
    }

    private static InputStream decompressed(InputStream in) throws IOException {
        var pushed = new java.io.PushbackInputStream(in, 2);
        byte[] magic = pushed.readNBytes(2);
        pushed.unread(magic);
        boolean isGzip = magic.length == 2 && (magic[0] & 0xFF) == 0x1F && (magic[1] & 0xFF) == 0x8B;
        return isGzip ? new GZIPInputStream(pushed) : pushed;
    }

    private String folder() {
        return file.path().substring(0, file.path().lastIndexOf('/') + 1);
    }

    /// Joins files of one folder that have the same header and different calls. Each other file is a trace of its own.
    static List<FleetTrace> traces(Collection<FileHead> heads) {
        var recordings = new LinkedHashMap<List<String>, List<FileHead>>();
        heads.stream()
                .sorted(Comparator.comparing(head -> head.file().path()))
                .forEach(head -> recordings
                        .computeIfAbsent(head.key(), _ -> new ArrayList<>())
                        .add(head));
        var traces = new ArrayList<FleetTrace>();
        recordings.values().forEach(parts -> {
            boolean areRotated =
                    parts.stream().mapToLong(FileHead::firstSequence).distinct().count() == parts.size();
            if (areRotated) {
                traces.add(trace(parts));
            } else {
                parts.forEach(part -> traces.add(trace(List.of(part))));
            }
        });
        return traces;
    }

    private List<String> key() {
        return header.isEmpty() ? List.of(file.path()) : List.of(folder(), header);
    }

    private static FleetTrace trace(List<FileHead> parts) {
        var ordered = parts.stream()
                .sorted(Comparator.comparingLong(FileHead::firstSequence))
                .toList();
        return new FleetTrace(
                FileSystems.name(ordered.getLast().file().path()),
                ordered.stream().map(part -> part.file().path()).toList(),
                ordered.stream().mapToLong(part -> part.file().bytes()).sum());
    }
}
