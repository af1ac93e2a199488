package dev.puce.trace.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class RecordingPartTest {
    private static final String HEADER = "{\"format\":\"puce-recording\",\"version\":1,\"start\":\"%s\"}\n";
    private static final String MORNING = HEADER.formatted("2026-11-28T09:00:00Z");
    private static final String EVENING = HEADER.formatted("2026-11-28T18:00:00Z");

    private final List<RecordingPart> parts = new ArrayList<>();

    private void file(String name, String content) throws IOException {
        file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    private void file(String name, byte[] content) throws IOException {
        parts.add(RecordingPart.of(name, new ByteArrayInputStream(content)));
    }

    private static String call(int number) {
        return "{\"seq\":" + number + ",\"call\":\"SCardReleaseContext\"}\n";
    }

    @Test
    void rotated_files_are_one_trace_with_the_oldest_part_first() throws IOException {
        file("a/trace.jsonl", MORNING + call(41));
        file("a/trace.jsonl.1", MORNING + call(21) + call(22));
        file("a/trace.jsonl.2", MORNING + call(1));

        assertThat(RecordingPart.join(parts))
                .containsExactly(List.of("a/trace.jsonl.2", "a/trace.jsonl.1", "a/trace.jsonl"));
    }

    @Test
    void other_recordings_folders_and_formats_are_traces_of_their_own() throws IOException {
        file("a/trace.jsonl", MORNING + call(41));
        file("a/other.jsonl", EVENING + call(1));
        file("b/trace.jsonl", MORNING + call(1));
        file("a/pcscd.log", "00000001 readerfactory.c:1000:RFAddReader() Using the reader\n");
        file("a/empty", "");

        assertThat(RecordingPart.join(parts))
                .containsExactly(
                        List.of("a/trace.jsonl"),
                        List.of("a/other.jsonl"),
                        List.of("b/trace.jsonl"),
                        List.of("a/pcscd.log"),
                        List.of("a/empty"));
    }

    @Test
    void copies_of_a_recording_are_not_its_parts() throws IOException {
        file("trace.jsonl", MORNING + call(1));
        file("copy.jsonl", MORNING + call(1));

        assertThat(RecordingPart.join(parts)).containsExactly(List.of("trace.jsonl"), List.of("copy.jsonl"));
    }

    @Test
    void compressed_part_belongs_to_its_recording() throws IOException {
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write((MORNING + call(1)).getBytes(StandardCharsets.UTF_8));
        }
        file("trace.jsonl", MORNING + call(2));
        file("trace.jsonl.1.gz", compressed.toByteArray());

        assertThat(RecordingPart.join(parts)).containsExactly(List.of("trace.jsonl.1.gz", "trace.jsonl"));
    }
}
