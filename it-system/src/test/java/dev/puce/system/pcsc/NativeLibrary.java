package dev.puce.system.pcsc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.puce.pcsc.Pcsc;
import dev.puce.system.RealParts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.nio.file.Files;
import java.nio.file.Path;

/// libpcsclite in this process, for several daemons in turn.
///
/// The library reads `PCSCLITE_CSOCK_NAME` once per process, and Java cannot set the variable. So a C function
/// sets it to the path of a symbolic link, which then points to one daemon after the other.
public final class NativeLibrary {
    private static final Path LINK = link();

    private NativeLibrary() {}

    /// Opens the library for the daemon at this socket.
    public static Pcsc open(Path socket) throws IOException {
        RealParts.file("/usr/include/PCSC/winscard.h", "libpcsclite-dev");
        Files.deleteIfExists(LINK);
        Files.createSymbolicLink(LINK, socket);
        return Pcsc.open("native");
    }

    private static Path link() {
        try {
            Path folder = Files.createTempDirectory("puce-native");
            Path link = folder.resolve("pcscd.comm");
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
                try {
                    Files.deleteIfExists(link);
                    Files.deleteIfExists(folder);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
            setEnvironment("PCSCLITE_CSOCK_NAME", link.toString());
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `int setenv(const char *name, const char *value, int overwrite)`
    private static void setEnvironment(String name, String value) {
        var linker = Linker.nativeLinker();
        var setenv = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("setenv"),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
        try (var arena = Arena.ofConfined()) {
            int code = (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
            if (code != 0) {
                throw new IllegalStateException("setenv failed");
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
