package dev.puce.trace.file;

import dev.puce.trace.ProblemListener;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// The content of a gzip file. If the file is damaged or ends early, this is the content before that point.
final class GunzippedInput extends InputStream {
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final ProblemListener problems;
    private InputStream content;
    private boolean isDamaged;

    GunzippedInput(InputStream in, ProblemListener problems) {
        this.in = in;
        this.problems = problems;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (isDamaged) {
            return -1;
        }
        try {
            if (content == null) {
                content = new GZIPInputStream(in, BUFFER);
            }
            return content.read(target, offset, length);
        } catch (EOFException | ZipException _) {
            isDamaged = true;
            problems.file("the gzip data is damaged or ends early; puce has read the part before");
            return -1;
        }
    }

    @Override
    public int available() throws IOException {
        return content == null ? in.available() : content.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
