package dev.puce.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Standard output as bytes. Views bring text in UTF-8, and of a log what is not UTF-8 as it came.
public final class StandardOutput extends OutputStream {
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private volatile IOException failure;

    /// Reports that the reader of our output has ended, as `head` does. This is not an error.
    public static final class GoneException extends IOException {
        private static final long serialVersionUID = 1L;

        GoneException(IOException cause) {
            super(cause);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b});
    }

    /// Why something could not be written, for those who write through a [java.io.PrintWriter], which keeps it for
    /// itself; null if nothing is wrong, or only that the reader has gone.
    public IOException failure() {
        return failure;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            if ("Broken pipe".equals(e.getMessage())) {
                throw new GoneException(e);
            }
            failure = new IOException("Cannot write to standard output: " + e.getMessage(), e);
            throw failure;
        }
    }
}
