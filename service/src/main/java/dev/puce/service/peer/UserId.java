package dev.puce.service.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/// The user id of this process.
public final class UserId {
    private static final Path STATUS = Path.of("/proc/self/status");

    private UserId() {}

    /// Reads the effective user id from `/proc`; empty on systems without it.
    ///
    /// The owner of `/proc/self` does not suffice: it is root for a process that disables core dumps.
    public static OptionalInt effective() {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("Uid:"))
                    .mapToInt(line -> Integer.parseUnsignedInt(line.split("\\s+", -1)[2]))
                    .findFirst();
        } catch (IOException _) {
            return OptionalInt.empty();
        }
    }
}
