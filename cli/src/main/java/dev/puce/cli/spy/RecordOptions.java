package dev.puce.cli.spy;

import dev.puce.cli.trace.FilterOption;
import dev.puce.pcsc.CallSink;
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
import picocli.CommandLine.Option;

/// How a live trace is recorded.
final class RecordOptions {
    private static final int KEEP = 10;

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Record all calls in FILE, for puce show, summary, diff, export and replay.")
    private Path file;

    @Option(
            names = "--rotate",
            paramLabel = "SIZE,AGE",
            description =
                    "Go on in a new file before this one exceeds SIZE (100M) or when it has AGE (24h); old ones become"
                            + " FILE.1, ...")
    private String rotate;

    @Option(
            names = "--keep",
            paramLabel = "N",
            description = "How many old files of --rotate stay. Default: " + KEEP + ".")
    private Integer keep;

    @Option(
            names = "--record-filter",
            paramLabel = "EXPR",
            converter = FilterOption.Converter.class,
            description = "Record only calls that match, in the language of --filter.")
    private Filter filter;

    /// The recorder, if there is to be a recording.
    Optional<Recorder> open(RecordingHeader header) throws IOException {
        if (file == null && (rotate != null || keep != null || filter != null)) {
            throw wrongUsage((rotate != null ? "--rotate" : keep != null ? "--keep" : "--record-filter")
                    + " is about a recording: add -o FILE");
        }
        if (keep != null && rotate == null) {
            throw wrongUsage("--keep is about old files: say with --rotate when a file becomes one");
        }
        if (file == null) {
            return Optional.empty();
        }
        if (file.equals(Path.of("-"))) {
            throw wrongUsage(
                    "a recording is a file; for standard output: -o /dev/stdout, for a file of that name: -o ./-");
        }
        var rotation = rotation();
        var path = rotate == null ? file : fileThatRotates();
        return Optional.of(new Recorder(path, header, rotation, this::filtered));
    }

    /// Where a link leads, so that old files lie beside the file, and the link stays.
    private Path fileThatRotates() throws IOException {
        if (Files.isRegularFile(file)) {
            return Files.isSymbolicLink(file) ? file.toRealPath() : file;
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw wrongUsage("--rotate renames old files, and " + file
                    + " is no regular file: leave --rotate out, or name another with -o");
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
