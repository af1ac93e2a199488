package dev.puce.cli.spy;

import dev.puce.cli.terminal.OutputOption;
import dev.puce.cli.trace.FilterOption;
import dev.puce.pcsc.CallSink;
import dev.puce.spy.live.OutputFile;
import dev.puce.spy.live.Recorder;
import dev.puce.spy.live.Rotation;
import dev.puce.trace.filter.Filter;
import dev.puce.trace.filter.FilterSink;
import dev.puce.trace.recording.RecordingHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that decide how a live trace is recorded.
public final class RecordOptions {
    private static final int KEEP = 10;

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private OutputOption output;

    @Option(
            names = "--rotate",
            paramLabel = "SIZE,AGE",
            description = "Start a new file before this one exceeds SIZE (100M), or when it has AGE (24h). Old files"
                    + " become FILE.1, FILE.2, ...")
    private String rotate;

    @Option(names = "--keep", paramLabel = "N", description = "Keep N old files of --rotate. Default: " + KEEP + ".")
    private Integer keep;

    @Option(
            names = "--record-filter",
            paramLabel = "EXPR",
            converter = FilterOption.Converter.class,
            description = "Record only calls that match EXPR, in the language of --filter.")
    private Filter filter;

    /// Opens the recorder, if a recording is wanted.
    public Optional<Recorder> open(RecordingHeader header) throws IOException {
        if (!output.isGiven() && (rotate != null || keep != null || filter != null)) {
            throw wrongUsage((rotate != null ? "--rotate" : keep != null ? "--keep" : "--record-filter")
                    + " needs a recording: add -o FILE");
        }
        if (keep != null && rotate == null) {
            throw wrongUsage("--keep needs --rotate");
        }
        Optional<Path> file = output.path();
        if (file.isEmpty()) {
            return Optional.empty();
        }
        var rotation = rotation();
        var path = rotate == null ? file.get() : fileThatRotates(file.get());
        return Optional.of(new Recorder(path, header, rotation, this::filtered));
    }

    /// Returns the file to record in; empty if nothing is recorded.
    Optional<Path> file() {
        return output.path();
    }

    /// Returns a further output file, if it does not exist yet or may be overwritten.
    Path overwritable(Path file) {
        return output.overwritable(file);
    }

    /// Follows a link, so that old files lie beside the file and the link stays.
    private Path fileThatRotates(Path file) throws IOException {
        if (Files.isRegularFile(file)) {
            return Files.isSymbolicLink(file) ? OutputFile.realPath(file) : file;
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw wrongUsage("--rotate renames old files, and " + file
                    + " is not a regular file. Omit --rotate, or name another file with -o");
        }
        return file;
    }

    private CallSink filtered(CallSink sink) {
        return filter == null ? sink : new FilterSink(filter, sink);
    }

    private Rotation rotation() {
        try {
            return rotate == null ? Rotation.NEVER : Rotation.parse(rotate, keep == null ? KEEP : keep);
        } catch (IllegalArgumentException wrong) {
            throw wrongUsage("--rotate, --keep: " + wrong.getMessage());
        }
    }

    private CommandLine.ParameterException wrongUsage(String what) {
        return new CommandLine.ParameterException(spec.commandLine(), what);
    }
}
