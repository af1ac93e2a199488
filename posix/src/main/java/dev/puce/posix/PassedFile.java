package dev.puce.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/// A file that the parent process has opened for us, known by the number of its descriptor.
///
/// The JVM has files open, too, such as puce's own jars, but only for input.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/fcntl.2.html">fcntl(2)</a>
public final class PassedFile {
    // fcntl.h; the same on Linux and macOS
    private static final int F_GETFL = 3;
    private static final int O_ACCMODE = 3;
    private static final int O_RDONLY = 0;

    // int fcntl(int fd, int cmd, ...)
    private static final MethodHandle FCNTL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("fcntl"),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT),
                    Linker.Option.firstVariadicArg(2));

    private PassedFile() {}

    /// Opens a passed file for output after its present content.
    ///
    /// @throws IOException if the parent has not passed such a file, or not for output
    public static OutputStream append(int descriptor) throws IOException {
        int flags = flags(descriptor);
        if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY) {
            throw new IOException("file descriptor " + descriptor + " is not open for output. Open it in the shell: "
                    + descriptor + ">FILE");
        }
        return new FileOutputStream("/dev/fd/" + descriptor, true);
    }

    private static int flags(int descriptor) {
        try {
            return (int) FCNTL.invokeExact(descriptor, F_GETFL);
        } catch (Throwable impossible) {
            throw LibC.impossible(impossible);
        }
    }
}
