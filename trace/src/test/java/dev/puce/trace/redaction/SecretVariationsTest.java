package dev.puce.trace.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.iso7816.Bytes;
import dev.puce.trace.recording.RecordingHeader;
import dev.puce.trace.recording.RecordingWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Sends the commands of every session of [SecretCase] in other ways.
final class SecretVariationsTest {
    /// The least number of bytes that is a part of a secret.
    private static final int PART = 5;

    @ParameterizedTest
    @EnumSource
    void every_way_to_send_a_command_hides_its_secrets(Variation variation) throws IOException {
        int sessions = 0;
        for (var session : SecretCase.all()) {
            if (variation.suits(session)) {
                sessions++;
                String recording = recording(session, variation);
                for (Bytes secret : session.secrets()) {
                    int part = Math.min(PART, secret.length());
                    for (int from = 0; secret.length() >= 3 && from + part <= secret.length(); from++) {
                        assertThat(recording)
                                .as(session.name())
                                .doesNotContain(secret.slice(from, from + part).toHex());
                    }
                }
            }
        }
        assertThat(sessions).isGreaterThan(100);
    }

    @ParameterizedTest
    @EnumSource
    void a_session_without_secrets_stays_whole_in_every_way(Variation variation) throws IOException {
        int sessions = 0;
        for (var session : SecretCase.all()) {
            boolean isAnswered =
                    session.calls().stream().allMatch(call -> call.outcome().isPresent());
            if (session.secrets().isEmpty() && isAnswered && variation.suits(session)) {
                sessions++;
                assertThat(recording(session, variation)).as(session.name()).doesNotContain("\"hidden\":");
            }
        }
        assertThat(sessions).isGreaterThan(10);
    }

    private static String recording(SecretCase session, Variation variation) throws IOException {
        var redactor = new Redactor(Redaction.FULL);
        var out = new ByteArrayOutputStream();
        try (var writer = new RecordingWriter(out, RecordingHeader.of("test", Instant.EPOCH, Redaction.FULL), true)) {
            for (var call : variation.of(session)) {
                writer.accept(redactor.redact(call));
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
