package dev.puce.atr.statistics;

import dev.puce.atr.statistics.ListGrowth.Point;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// Reads the revisions of a list in a git repository with the `git` command.
public final class GitHistory {
    private GitHistory() {}

    private record Revision(String commit, LocalDate date) {}

    /// Returns one point for every revision that changes the file, dated by its author date.
    ///
    /// @param repository a work tree, or a bare repository
    /// @param file       path of the list in the repository
    /// @throws IOException if git is missing, the folder is not a repository, or no revision has the file
    public static ListGrowth growth(Path repository, String file) throws IOException {
        List<Revision> revisions = revisions(repository, file);
        if (revisions.isEmpty()) {
            throw new IOException("no revision in %s contains %s".formatted(repository, file));
        }
        var points = new ArrayList<Point>();
        Process git = start(repository, "cat-file", "--batch");
        try (OutputStream to = git.getOutputStream();
                var from = new BufferedInputStream(git.getInputStream())) {
            for (Revision revision : revisions) {
                to.write((revision.commit() + ":" + file + "\n").getBytes(StandardCharsets.UTF_8));
                to.flush();
                byte[] content = blob(from);
                if (content != null) {
                    points.add(new Point(revision.date(), ListGrowth.entries(content)));
                }
            }
        } finally {
            git.destroy();
        }
        return new ListGrowth(points);
    }

    private static List<Revision> revisions(Path repository, String file) throws IOException {
        Process git = start(repository, "log", "--reverse", "--format=%H %ad", "--date=short", "--", file);
        String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String problem = new String(git.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (git.waitFor() != 0) {
                throw new IOException(
                        "git cannot read the history of %s in %s: %s".formatted(file, repository, problem));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("reading " + repository + " with git was interrupted", e);
        }
        return output.lines()
                .map(line -> new Revision(
                        line.substring(0, line.indexOf(' ')), LocalDate.parse(line.substring(line.indexOf(' ') + 1))))
                .toList();
    }

    private static Process start(Path repository, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("git", "-C", repository.toString()));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new IOException("cannot start git to read the history: " + e.getMessage(), e);
        }
    }

    /// Reads one result of `git cat-file --batch`: a line with name, type and size, the content, a newline. Null
    /// if the revision does not contain the file.
    private static byte[] blob(InputStream from) throws IOException {
        var header = new StringBuilder();
        for (int c = from.read(); c != '\n'; c = from.read()) {
            if (c < 0) {
                throw new IOException("git stopped in the middle of the history");
            }
            header.append((char) c);
        }
        int space = header.lastIndexOf(" ");
        if (header.substring(space + 1).equals("missing")) {
            return null;
        }
        byte[] content = from.readNBytes(Integer.parseInt(header.substring(space + 1)));
        from.skipNBytes(1);
        return content;
    }
}
