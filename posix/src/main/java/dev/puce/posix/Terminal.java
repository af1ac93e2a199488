package dev.puce.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/// The standard streams, each of which may be a terminal. `System.console()` only says whether standard input and
/// output both are, which does not help for `puce show - <trace` on a terminal.
public enum Terminal {
    STANDARD_INPUT(0),
    STANDARD_OUTPUT(1),
    STANDARD_ERROR(2);

    private static final int USUAL_COLUMNS = 80;

    private final int descriptor;

    Terminal(int descriptor) {
        this.descriptor = descriptor;
    }

    /// Whether the stream is a terminal.
    public boolean isThere() {
        return !isFileOrPipe() && Check.isTerminal(descriptor);
    }

    /// Recognises a file, a pipe or a socket by its name in /proc, which is faster than the first call of a C function.
    private boolean isFileOrPipe() {
        try {
            String name = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return !name.startsWith("/dev/") || name.equals("/dev/null");
        } catch (IOException | UnsupportedOperationException noProc) {
            return false;
        }
    }

    /// Returns the width in columns: the environment variable `COLUMNS`, else the terminal's, else 80.
    public int columns() {
        String given = System.getenv().getOrDefault("COLUMNS", "");
        if (given.matches("[1-9][0-9]{0,3}")) {
            return Integer.parseInt(given);
        }
        return isFileOrPipe() ? USUAL_COLUMNS : WindowSize.columns(descriptor);
    }

    /// Returns the width in columns, if the stream is a terminal. Otherwise [Integer#MAX_VALUE]: a file has room.
    public int columnsIfThere() {
        return isThere() ? columns() : Integer.MAX_VALUE;
    }

    /// Its own class, since most streams are recognised without it. Not in [LibC], because that class looks up all its
    /// functions.
    private static final class Check {
        // int isatty(int fd)
        private static final MethodHandle ISATTY = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("isatty"),
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT));

        static boolean isTerminal(int descriptor) {
            try {
                return (int) ISATTY.invokeExact(descriptor) == 1;
            } catch (Throwable impossible) {
                throw LibC.impossible(impossible);
            }
        }
    }

    /// Asks the terminal for its size. Its own class, since most commands do not need the function.
    private static final class WindowSize {
        // int ioctl(int fd, unsigned long request, ...)
        private static final MethodHandle IOCTL = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("ioctl"),
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                        Linker.Option.firstVariadicArg(2));

        /// `TIOCGWINSZ`.
        private static final long REQUEST = System.getProperty("os.name").startsWith("Mac") ? 0x40087468L : 0x5413L;

        static int columns(int descriptor) {
            try (var arena = Arena.ofConfined()) {
                var size = arena.allocate(JAVA_SHORT, 4); // struct winsize: rows, columns, width, height in pixels
                int result = (int) IOCTL.invokeExact(descriptor, REQUEST, size);
                int columns = Short.toUnsignedInt(size.getAtIndex(JAVA_SHORT, 1));
                return result == 0 && columns > 0 ? columns : USUAL_COLUMNS;
            } catch (Throwable impossible) {
                throw LibC.impossible(impossible);
            }
        }
    }
}
