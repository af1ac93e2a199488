package dev.puce.trace.file;

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

/// The start of a file, which tells the rotated files of one recording: they have the same header.
///
/// @param file          path of the file
/// @param header        its first line if that is the header of a recording; otherwise empty
/// @param firstSequence number of its first call; 0 if there is none
public record RecordingPart(String file, String header, long firstSequence) implements Serializable {
    private static final int LENGTH = 1 << 16;
    private static final Pattern SEQUENCE = Pattern.compile("\"seq\":(\\d+)");

    /// Reads the start of a file, which may be in gzip format.
    ///
    /// @param in the file; stays open
    /// @throws IOException if it cannot be read
    public static RecordingPart of(String file, InputStream in) throws IOException {
        var start = new String(PeekedInput.decoded(in, (_, _) -> {}).readNBytes(LENGTH), StandardCharsets.UTF_8);
        int end = start.indexOf('\n');
        String first = end < 0 ? "" : start.substring(0, end);
        if (!first.contains(RecordingHeader.FORMAT)) {
            return other(file);
        }
        var sequence = SEQUENCE.matcher(start);
        return new RecordingPart(file, first, sequence.find() ? Long.parseLong(sequence.group(1)) : 0);
    }

    /// A file that is not a part of a recording.
    public static RecordingPart other(String file) {
        return new RecordingPart(file, "", 0);
    }

    /// Joins files of one folder that have the same header and different calls. Each other file is alone.
    ///
    /// @return the files of each trace, the oldest part first; the traces in the order of their first file
    public static List<List<String>> join(Collection<RecordingPart> files) {
        var recordings = new LinkedHashMap<List<String>, List<RecordingPart>>();
        for (var part : files) {
            recordings.computeIfAbsent(part.recording(), _ -> new ArrayList<>()).add(part);
        }
        var traces = new ArrayList<List<String>>();
        recordings.values().forEach(parts -> {
            boolean areRotated = parts.stream()
                            .mapToLong(RecordingPart::firstSequence)
                            .distinct()
                            .count()
                    == parts.size();
            if (areRotated) {
                traces.add(parts.stream()
                        .sorted(Comparator.comparingLong(RecordingPart::firstSequence))
                        .map(RecordingPart::file)
                        .toList());
            } else {
                parts.forEach(part -> traces.add(List.of(part.file())));
            }
        });
        return traces;
    }

    private List<String> recording() {
        return header.isEmpty() ? List.of(file) : List.of(folder(), header);
    }

    private String folder() {
        return file.substring(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    }
}
