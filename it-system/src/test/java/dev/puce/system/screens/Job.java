package dev.puce.system.screens;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A job of a user: one or more commands.
///
/// @param name     its name, also that of the file with the expected screens
/// @param isLive   whether its screens contain times and process ids of this run
/// @param commands command lines of a shell
record Job(String name, boolean isLive, List<String> commands) {
    /// Reads a list of jobs. A line that starts with `=` or `~` names a job, and the lines below it are its commands.
    /// `~` is a live one.
    static List<Job> read(Path list) throws IOException {
        var jobs = new ArrayList<Job>();
        for (String line : Files.readAllLines(list)) {
            if (line.startsWith("= ") || line.startsWith("~ ")) {
                jobs.add(new Job(line.substring(2), line.startsWith("~"), new ArrayList<>()));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                jobs.getLast().commands.add(line);
            }
        }
        return jobs;
    }
}
