package dev.puce.javacard;

import dev.puce.iso7816.Printable;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/// Keeps what applets and the simulator print away from standard output, where a command's results go: it becomes
/// diagnostics. Everything else passes.
final class AppletOutput extends OutputStream {
    private static final System.Logger LOG = System.getLogger(AppletOutput.class.getName());

    private final PrintStream others;
    private final Charset charset;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private AppletOutput(PrintStream others) {
        this.others = others;
        this.charset = others.charset();
    }

    /// Takes the place of `System.out` for code of cards; a second call changes nothing.
    static synchronized void install() {
        if (!(System.out instanceof Marked)) {
            System.setOut(new Marked(new AppletOutput(System.out)));
        }
    }

    /// Reports text without a line end, after a command.
    static void endLine() {
        if (System.out instanceof Marked marked) {
            marked.output.reportRest();
        }
    }

    /// Tells the stream of this class from others.
    private static final class Marked extends PrintStream {
        private final AppletOutput output;

        Marked(AppletOutput output) {
            super(output, true, output.charset);
            this.output = output;
        }
    }

    @Override
    public synchronized void write(int b) {
        if (!CardScope.isCard()) {
            others.write(b);
        } else if (b == '\n') {
            report();
        } else {
            line.write(b);
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        if (!CardScope.isCard()) {
            others.write(bytes, from, length);
            return;
        }
        for (int i = from; i < from + length; i++) {
            write(bytes[i]);
        }
    }

    @Override
    public void flush() {
        others.flush();
    }

    private synchronized void reportRest() {
        if (line.size() > 0) {
            report();
        }
    }

    private void report() {
        LOG.log(
                System.Logger.Level.INFO,
                "an applet prints: " + Printable.of(line.toString(charset).stripTrailing()));
        line.reset();
    }
}
