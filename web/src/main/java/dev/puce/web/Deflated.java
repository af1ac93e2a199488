package dev.puce.web;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// Compressed bytes in memory (RFC 1950).
///
/// @param bytes the compressed bytes
@SuppressWarnings("ArrayRecordComponent") // never compared
record Deflated(byte[] bytes) {
    /// Compresses bytes fast: traces repeat themselves, and a higher level saves little.
    static Deflated of(byte[] content) {
        return of(content, Deflater.BEST_SPEED);
    }

    /// Compresses bytes as far as possible, for a file.
    static Deflated smallest(byte[] content) {
        return of(content, Deflater.BEST_COMPRESSION);
    }

    private static Deflated of(byte[] content, int level) {
        var out = new ByteArrayOutputStream(content.length / 4 + 64);
        var deflater = new Deflater(level);
        try (var compressing = new DeflaterOutputStream(out, deflater)) {
            compressing.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        } finally {
            deflater.end();
        }
        return new Deflated(out.toByteArray());
    }

    /// Reads the content.
    InputStream open() {
        return new InflaterInputStream(new ByteArrayInputStream(bytes));
    }

    /// The content.
    byte[] content() {
        try (var in = open()) {
            return in.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
    }
}
