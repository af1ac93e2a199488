package dev.puce.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Resolves a file's path without following a symbolic link that another user may have made.
///
/// Root's output must not go where another user's link leads. Links in directories that only root and this user
/// can write are followed. A link in any other directory is refused. Each directory is held by a descriptor
/// while the next name is looked up, so no other process can exchange it between check and use.
public final class UnsharedPath implements AutoCloseable {
    /// As many links as Linux follows.
    private static final int MAX_LINKS = 40;

    /// Links in `/proc` lead straight to files, and only the kernel can follow them.
    private static final Path PROC = Path.of("/proc");

    private final Path original;
    private OpenedFile directory;
    private Path name;
    private boolean kernelLink;
    private int links;

    private UnsharedPath(Path original) throws SystemCallException {
        this.original = original;
        directory = OpenedFile.of(Path.of("/"));
    }

    /// Resolves a path. The file itself may be missing.
    ///
    /// @throws IOException if a directory is missing, or a link is in a directory that other users can write to
    public static UnsharedPath resolve(Path file) throws IOException {
        var resolved = new UnsharedPath(file);
        try {
            resolved.walk(file.toAbsolutePath().normalize());
            return resolved;
        } catch (IOException | RuntimeException failed) {
            resolved.close();
            throw failed;
        }
    }

    /// The file's name in its directory, which is held open. The file may be missing. If it exists, it is not a
    /// symbolic link, unless another process has just made it one: open it with `O_EXCL` or `O_NOFOLLOW`.
    public Path path() {
        return directory.path().resolve(name);
    }

    /// The file's path without symbolic links.
    public Path realPath() throws IOException {
        return directory.path().toRealPath().resolve(name);
    }

    /// Whether the file is a link in `/proc`, such as `/dev/stdout`. It leads to a file that this process has
    /// open, so it may be followed.
    public boolean isKernelLink() {
        return kernelLink;
    }

    private void walk(Path path) throws IOException {
        if (path.getNameCount() == 0) {
            throw new IOException(original + " is a directory");
        }
        for (int i = 0; i < path.getNameCount(); i++) {
            boolean last = i == path.getNameCount() - 1;
            var next = path.getName(i);
            var candidate = directory.path().resolve(next);
            if (!Files.exists(candidate, LinkOption.NOFOLLOW_LINKS)) {
                if (!last) {
                    throw new NoSuchFileException(original.toString());
                }
                name = next;
                return;
            }
            var opened = OpenedFile.of(candidate);
            if (opened.isSymbolicLink()) {
                opened.close();
                follow(candidate, last ? Path.of("") : path.subpath(i + 1, path.getNameCount()));
                return;
            }
            if (last) {
                opened.close();
                name = next;
                return;
            }
            directory.close();
            directory = opened;
        }
    }

    private void follow(Path link, Path rest) throws IOException {
        if (!directory.isWritableByOwnerOnly()) {
            throw new IOException(original + " leads over the symbolic link " + link.getFileName()
                    + " in a directory that other users can write to: name the file itself, or another directory");
        }
        if (++links > MAX_LINKS) {
            throw new IOException("too many symbolic links in " + original);
        }
        var parent = directory.path().toRealPath();
        if (parent.startsWith(PROC) && rest.toString().isEmpty()) {
            name = link.getFileName();
            kernelLink = true;
            return;
        }
        var target = parent.resolve(Files.readSymbolicLink(link)).resolve(rest).normalize();
        directory.close();
        directory = OpenedFile.of(Path.of("/"));
        walk(target);
    }

    @Override
    public void close() {
        directory.close();
    }
}
