package dev.puce.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/// The file systems that Hadoop knows, with their configuration.
final class FileSystems implements Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private static final String LOCAL = "file:";

    private final SerializableConfiguration configuration;

    FileSystems(Configuration configuration) {
        this.configuration = new SerializableConfiguration(configuration);
    }

    /// A file with its length.
    record Listed(String path, long bytes) implements Serializable {}

    /// Opens a file.
    InputStream open(String file) throws IOException {
        var path = new Path(URI.create(file));
        return path.getFileSystem(configuration.value()).open(path);
    }

    /// Returns all files at or below a path, without hidden ones.
    ///
    /// @param path a file, a folder or a pattern
    /// @throws IOException if there is none
    List<Listed> list(String path) throws IOException {
        Path pattern = path(path);
        var fileSystem = pattern.getFileSystem(configuration.value());
        FileStatus[] matches = fileSystem.globStatus(pattern);
        if (matches == null || matches.length == 0) {
            throw new IOException(path + " does not exist");
        }
        var found = new ArrayList<Listed>();
        for (FileStatus match : matches) {
            var files = fileSystem.listFiles(match.getPath(), true);
            while (files.hasNext()) {
                var file = files.next();
                if (!file.getPath().getName().matches("[._].*")) {
                    found.add(new Listed(file.getPath().toUri().toString(), file.getLen()));
                }
            }
        }
        return found;
    }

    /// A local file may have any name. Other paths are patterns.
    private static Path path(String path) {
        try {
            var local = java.nio.file.Path.of(path);
            if (Files.exists(local)) {
                return new Path(local.toAbsolutePath().toUri());
            }
        } catch (InvalidPathException notLocal) {
            // a pattern, or a path with a scheme
        }
        return new Path(path);
    }

    /// A path for people: local ones have no scheme.
    static String name(String path) {
        return path.startsWith(LOCAL) ? URI.create(path).getPath() : path;
    }
}
