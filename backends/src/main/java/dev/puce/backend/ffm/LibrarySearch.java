package dev.puce.backend.ffm;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds the platform's PC/SC library.
///
/// It tries names first; the system's loader finds them (`LD_LIBRARY_PATH`, its cache). Then it tries the folders
/// of common distributions, because the loader of a Java from another source (Nix, a static or musl build) may
/// not search them.
///
/// @param platform   the platform of the library
/// @param candidates names and paths, in order of preference
record LibrarySearch(Platform platform, List<String> candidates) {
    /// `libpcsclite.so.1` may redirect to the `_real` library (pcsc-lite 2.1 and later). It is first because it
    /// supports `LIBPCSCLITE_DELEGATE`.
    private static final List<String> PCSC_LITE_NAMES = List.of("libpcsclite.so.1", "libpcsclite_real.so.1");

    private static final List<String> FOLDERS = List.of(
            "/usr/lib64", // Fedora, openSUSE, 64 bit
            "/usr/lib", // Alpine, Arch
            "/lib64",
            "/lib",
            "/usr/local/lib64",
            "/usr/local/lib", // FreeBSD, own builds
            "/usr/pkg/lib", // NetBSD
            "/run/current-system/sw/lib", // NixOS
            "/run/current-system/profile/lib"); // Guix

    LibrarySearch {
        candidates = List.copyOf(candidates);
    }

    /// Creates the search for this machine. The system property `sun.security.smartcardio.library` of the JDK's
    /// provider has the first place.
    static LibrarySearch ofThisMachine() {
        String jdkProperty = System.getProperty("sun.security.smartcardio.library");
        var candidates = new LinkedHashSet<String>();
        if (jdkProperty != null) {
            candidates.add(jdkProperty);
        }
        Platform platform = Platform.current();
        candidates.addAll(candidates(platform, System.getProperty("os.arch"), System.getenv()));
        return new LibrarySearch(platform, List.copyOf(candidates));
    }

    /// Creates a search for only this name or path.
    static LibrarySearch only(String library) {
        return new LibrarySearch(Platform.current(), List.of(library));
    }

    /// Lists the candidates of a platform.
    ///
    /// @param architecture value of the system property `os.arch`
    /// @param environment  the environment variables; only those of Nix are used
    static Set<String> candidates(Platform platform, String architecture, Map<String, String> environment) {
        return switch (platform) {
            case WINDOWS -> Set.of("winscard.dll");
            case MACOS -> Set.of("/System/Library/Frameworks/PCSC.framework/PCSC");
            case PCSC_LITE -> {
                var candidates = new LinkedHashSet<>(PCSC_LITE_NAMES);
                for (String folder : folders(architecture, environment)) {
                    PCSC_LITE_NAMES.forEach(name -> candidates.add(folder + "/" + name));
                }
                yield candidates;
            }
        };
    }

    private static List<String> folders(String architecture, Map<String, String> environment) {
        var folders = new ArrayList<String>();
        folders.addAll(paths(environment.get("NIX_LD_LIBRARY_PATH"), File.pathSeparator, ""));
        folders.addAll(paths(environment.get("NIX_PROFILES"), " ", "/lib"));
        String triplet = multiArch(architecture);
        folders.add("/usr/lib/" + triplet); // Debian, Ubuntu
        folders.add("/lib/" + triplet);
        folders.addAll(FOLDERS);
        return folders;
    }

    private static List<String> paths(String list, String separator, String suffix) {
        return list == null || list.isBlank()
                ? List.of()
                : List.of(list.trim().split(separator + "+")).stream()
                        .map(path -> path + suffix)
                        .toList();
    }

    /// Returns Debian's multiarch name of an architecture.
    private static String multiArch(String architecture) {
        return switch (architecture) {
            case "amd64" -> "x86_64-linux-gnu";
            case "ppc64le" -> "powerpc64le-linux-gnu";
            default -> architecture + "-linux-gnu";
        };
    }

    /// Loads the first loadable candidate.
    ///
    /// @throws LibraryNotFoundException if no candidate is loadable
    NativePcsc open() {
        var failures = new ArrayList<String>();
        for (String candidate : candidates) {
            try {
                var symbols = SymbolLookup.libraryLookup(candidate, Arena.global());
                return new NativePcsc(candidate, new Library(symbols, platform), platform);
            } catch (IllegalArgumentException e) {
                failures.add(candidate
                        + (exists(candidate)
                                ? " (exists, but cannot be loaded: it has another"
                                        + " architecture or C library, or a dependency is missing)"
                                : ""));
            } catch (UnsatisfiedLinkError e) {
                failures.add(candidate + " (" + e.getMessage() + ")");
            }
        }
        throw new LibraryNotFoundException(
                "cannot find a native PC/SC library. Tried: " + String.join(", ", failures) + ". " + advice());
    }

    private static boolean exists(String candidate) {
        try {
            return candidate.contains("/") && Files.exists(Path.of(candidate));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private String advice() {
        return switch (platform) {
            case PCSC_LITE ->
                "Install libpcsclite1 (Debian, Ubuntu: apt), pcsc-lite-libs (Fedora: dnf, Alpine: apk) or pcsc-lite"
                        + " (FreeBSD: pkg). Or name the file with -Ddev.puce.pcsc=native:/path/to/libpcsclite.so.1."
                        + " Or use pcscd's socket without a library: -Ddev.puce.pcsc=socket.";
            case MACOS -> "PCSC.framework is part of macOS; check whether this process may load it.";
            case WINDOWS -> "winscard.dll is part of Windows; Server Core and Nano lack it.";
        };
    }
}
