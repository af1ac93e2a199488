package dev.puce.javacard;

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

    /// Tells the stream of this class from others.
    private static final class Marked extends PrintStream {
        Marked(AppletOutput out) {
            super(out, true, out.charset);
        }
    }

    @Override
    public synchronized void write(int b) {
        if (!CardScope.isCard()) {
            others.write(b);
        } else if (b == '\n') {
            LOG.log(
                    System.Logger.Level.INFO,
                    "an applet prints: " + line.toString(charset).stripTrailing());
            line.reset();
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
}
