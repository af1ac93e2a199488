package dev.puce.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `puce report` and `puce export` on a file system without room: one message, exit status 1, and no file.
@Timeout(120)
class OutputOnFullDiskTest {
    @TempDir
    private Path folder;

    private Path trace;
    private Path disk;

    @BeforeEach
    void writeTrace() throws IOException {
        PrivateMounts.require();
        disk = Files.createDirectory(folder.resolve("disk"));
        trace = folder.resolve("arrows.log");
        Files.writeString(
                trace, "> 00 B0 00 00 10\n< 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 90 00\n".repeat(20_000));
    }

    /// Runs puce with a small disk at `disk`. Then lists the files of the disk on standard output.
    ///
    /// @param temporary folder of temporary files
    private CommandResult report(Path temporary, Path archive) throws IOException {
        return puce(temporary, "report", "-o", archive.toString(), trace.toString());
    }

    private CommandResult puce(Path temporary, String... command) throws IOException {
        String script = """
                mount -t tmpfs -o size=64k none "$1" || exit 77
                disk=$1; shift; "$@" >/dev/null; status=$?
                find "$disk" -type f ! -path '*/hsperfdata*'; exit $status
                """;
        var arguments = new ArrayList<>(List.of(disk.toString()));
        var puce = CommandResult.puceCommand(command);
        puce.add(1, "-Djava.io.tmpdir=" + temporary);
        arguments.addAll(puce);
        return CommandResult.command(Map.of(), PrivateMounts.command(script, arguments.toArray(String[]::new)));
    }

    @Test
    void no_part_of_the_archive_is_left() throws IOException {
        Path archive = disk.resolve("report.zip");

        var result = report(folder, archive);

        assertThat(result.status()).as(result.err()).isEqualTo(1);
        assertThat(result.err())
                .isEqualToIgnoringNewLines(
                        "puce: Cannot write " + archive + ": No space left on device. No archive is left");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void no_temporary_file_is_left() throws IOException {
        Path archive = folder.resolve("report.zip");

        var result = report(disk, archive);

        assertThat(result.status()).as(result.err()).isEqualTo(1);
        assertThat(result.err())
                .isEqualToIgnoringNewLines("puce: Cannot write temporary files in " + disk
                        + ": No space left on device. Nothing was written. Free some space there");
        assertThat(result.out()).isEmpty();
        assertThat(archive).doesNotExist();
    }

    @Test
    void no_part_of_an_export_is_left() throws IOException {
        Path export = disk.resolve("trace.csv");

        var result = puce(folder, "export", "--to", "csv", "-o", export.toString(), trace.toString());

        assertThat(result.status()).as(result.err()).isEqualTo(1);
        assertThat(result.err())
                .isEqualToIgnoringNewLines("puce: Cannot export " + trace + " to " + export
                        + ": No space left on device. No part of it is left");
        assertThat(result.out()).isEmpty();
    }
}
