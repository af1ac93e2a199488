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
/// First by name, which leaves the search to the system's loader (`LD_LIBRARY_PATH`, its cache); then in the folders
/// where distributions keep it, because the loader of a Java from somewhere else (Nix, a static or musl build) may
/// not look there.
///
/// @param platform   whose library is looked for
/// @param candidates names and paths, in the order in which they are tried
record LibrarySearch(Platform platform, List<String> candidates) {
    /// `libpcsclite.so.1` may be a redirector to the `_real` one (pcsc-lite 2.1 and later), and comes first because it
    /// honours `LIBPCSCLITE_DELEGATE`.
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

    /// The search on the machine that this program runs on. The system property `sun.security.smartcardio.library`,
    /// with which the JDK's provider is told a path, is honoured.
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

    /// Nothing but this name or path.
    static LibrarySearch only(String library) {
        return new LibrarySearch(Platform.current(), List.of(library));
    }

    /// What is tried on a platform.
    ///
    /// @param architecture value of the system property `os.arch`
    /// @param environment  the environment variables, of which Nix' are read
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

    /// Debian's name of an architecture, part of its folder names.
    private static String multiArch(String architecture) {
        return switch (architecture) {
            case "amd64" -> "x86_64-linux-gnu";
            case "ppc64le" -> "powerpc64le-linux-gnu";
            default -> architecture + "-linux-gnu";
        };
    }

    /// Loads the first candidate that can be loaded.
    ///
    /// @throws LibraryNotFoundException if none can
    NativePcsc open() {
        var failures = new ArrayList<String>();
        for (String candidate : candidates) {
            try {
                var symbols = SymbolLookup.libraryLookup(candidate, Arena.global());
                return new NativePcsc(candidate, new Library(symbols, platform), platform);
            } catch (IllegalArgumentException e) {
                failures.add(candidate
                        + (exists(candidate)
                                ? " (exists, but cannot be loaded: of another"
                                        + " architecture or C library, or something that it needs is missing)"
                                : ""));
            } catch (UnsatisfiedLinkError e) {
                failures.add(candidate + " (" + e.getMessage() + ")");
            }
        }
        throw new LibraryNotFoundException(
                "no native PC/SC library found. Tried: " + String.join(", ", failures) + ". " + advice());
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
                "Install it (Debian, Ubuntu: apt install libpcsclite1; Fedora: dnf install pcsc-lite-libs; Alpine:"
                        + " apk add pcsc-lite-libs; FreeBSD: pkg install pcsc-lite), name the file with"
                        + " -Ddev.puce.pcsc=native:/path/to/libpcsclite.so.1, or do without:"
                        + " -Ddev.puce.pcsc=socket talks to pcscd directly.";
            case MACOS -> "PCSC.framework is part of macOS: is this process allowed to load it?";
            case WINDOWS -> "winscard.dll is part of Windows; Server Core and Nano lack it.";
        };
    }
}
