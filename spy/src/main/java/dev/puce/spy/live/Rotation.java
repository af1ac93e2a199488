package dev.puce.spy.live;

import dev.puce.posix.ThreadIdentity;
import dev.puce.posix.UnsharedPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/// Starts new files of a recording by size and age, and keeps some old ones. `FILE.1` is the newest old file.
///
/// @param bytes largest size of a file in bytes, unless a single line is longer; `Long.MAX_VALUE` for any size
/// @param age   age after which a new file is started; `Duration.ZERO` for never
/// @param keep  number of old files, at least 0
public record Rotation(long bytes, Duration age, int keep) {
    /// A single file without limits.
    public static final Rotation NEVER = new Rotation(Long.MAX_VALUE, Duration.ZERO, 0);

    private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,5})(k|m|g|t)b?");
    private static final Pattern AGE = Pattern.compile("([1-9]\\d{0,4})(min|h|d)");

    public Rotation {
        if (bytes <= 0 || age.isNegative() || keep < 0) {
            throw new IllegalArgumentException("size must be positive, age and number of files not negative");
        }
    }

    /// Parses an option: `100M`, `24h`, `100M,24h`. Sizes are in k, M, G, T (powers of 1024), ages in min, h, d.
    ///
    /// @throws IllegalArgumentException if a part is neither a size nor an age, or there are two sizes or ages
    public static Rotation parse(String text, int keep) {
        var rotation = new Rotation(Long.MAX_VALUE, Duration.ZERO, keep);
        for (var part : text.toLowerCase(Locale.ROOT).split(",", -1)) {
            rotation = rotation.with(part.strip());
        }
        return rotation;
    }

    private Rotation with(String part) {
        var size = SIZE.matcher(part);
        if (size.matches() && bytes == Long.MAX_VALUE) {
            int power = "kmgt".indexOf(size.group(2)) + 1;
            return new Rotation(Long.parseLong(size.group(1)) << (10 * power), age, keep);
        }
        var time = AGE.matcher(part);
        if (time.matches() && age.isZero()) {
            long number = Long.parseLong(time.group(1));
            var unit = switch (time.group(2)) {
                case "min" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
            return new Rotation(bytes, unit, keep);
        }
        throw new IllegalArgumentException(
                "\"" + part + "\" is not a size (100k, 100M, 2G) or an age (30min, 24h, 7d), or comes twice");
    }

    boolean isDue(long ageNanos) {
        return !age.isZero() && ageNanos >= age.toNanos();
    }

    /// Renames the file and the old files to the next number, and deletes the oldest if there are too many.
    ///
    /// For root, the folder is held by a descriptor meanwhile, so that no other user can exchange it.
    ///
    /// @throws IOException if that fails, or the file is a pipe, a device or a link, which must stay
    void shift(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + " is not a regular file");
        }
        if (!ThreadIdentity.isRoot()) {
            shiftIn(file);
            return;
        }
        try (var path = UnsharedPath.resolve(file)) {
            shiftIn(path.path());
        }
    }

    /// Looks only for files up to the first free number, because the number of old files may be huge.
    private void shiftIn(Path file) throws IOException {
        int free = 0;
        while (free < keep && Files.exists(old(file, free))) {
            free++;
        }
        Files.deleteIfExists(old(file, free));
        for (int number = free - 1; number >= 0; number--) {
            Files.move(old(file, number), old(file, number + 1), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Path old(Path file, int number) {
        return number == 0 ? file : file.resolveSibling(file.getFileName() + "." + number);
    }
}
