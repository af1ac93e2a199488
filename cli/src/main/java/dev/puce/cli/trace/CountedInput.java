package dev.puce.cli.trace;

import dev.puce.cli.terminal.ProgressBar;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A file that shows on a terminal how much of it has been read.
final class CountedInput extends FilterInputStream {
    private final ProgressBar progress;

    /// Closes the bar together with the file.
    CountedInput(InputStream in, ProgressBar progress) {
        super(in);
        this.progress = progress;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? -1 : 1);
        return read;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        int count = super.read(target, from, length);
        count(count);
        return count;
    }

    private void count(int bytes) {
        if (bytes < 0) {
            progress.clear(); // the command may print something before it closes the file
        } else {
            progress.advance(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        progress.close();
        super.close();
    }
}
