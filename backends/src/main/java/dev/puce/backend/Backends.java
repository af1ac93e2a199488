package dev.puce.backend;

import dev.puce.backend.ffm.LibraryNotFoundException;
import dev.puce.backend.ffm.NativePcsc;
import dev.puce.backend.socket.SocketPcsc;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.PcscProvider;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;

/// Selects the PC/SC backend of this machine.
public final class Backends implements PcscProvider {
    private static final String AUTOMATIC = "auto";

    /// For the service loader.
    public Backends() {}

    @Override
    public Pcsc open(String choice) {
        int colon = choice.indexOf(':');
        boolean drive = colon == 1; // C:\...
        String kind = colon < 0 || drive ? choice : choice.substring(0, colon);
        String rest = colon < 0 || drive ? "" : choice.substring(colon + 1);
        return switch (kind) {
            case AUTOMATIC, "" -> automatic(NativePcsc::open, System.getProperty("os.name"));
            case "native" -> rest.isEmpty() ? NativePcsc.open() : NativePcsc.open(rest);
            case "socket" -> rest.isEmpty() ? SocketPcsc.open() : SocketPcsc.open(Path.of(rest));
            default -> byPath(choice);
        };
    }

    /// Opens the platform's native library. Without it, on platforms with pcsc-lite, opens the daemon's socket.
    ///
    /// @param library opens the native library
    /// @param osName  value of the system property `os.name`
    static Pcsc automatic(Supplier<Pcsc> library, String osName) {
        try {
            return library.get();
        } catch (LibraryNotFoundException e) {
            String system = osName.toLowerCase(Locale.ROOT);
            if (system.startsWith("windows") || system.startsWith("mac")) {
                throw e;
            }
            return SocketPcsc.open();
        }
    }

    private static Pcsc byPath(String path) {
        if (!path.contains("/") && !path.contains("\\")) {
            throw new IllegalArgumentException("\"" + path + "\" is not a PC/SC backend; use auto, native,"
                    + " native:LIBRARY, socket, socket:PATH or a path (system property " + PROPERTY + ")");
        }
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        boolean library = name.endsWith(".so")
                || name.contains(".so.")
                || name.endsWith(".dll")
                || name.endsWith(".dylib")
                || path.contains(".framework/");
        return library ? NativePcsc.open(path) : SocketPcsc.open(Path.of(path));
    }
}
