package dev.puce.cli.spy;

import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.service.AddOns;
import dev.puce.spy.TelemetryExport;
import dev.puce.spy.TraceListener;
import dev.puce.trace.recording.RecordingHeader;
import java.net.URI;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// The option for a telemetry collector. The add-on is loaded only if it is used.
final class TelemetryOption {
    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--otlp",
            paramLabel = "URL",
            description =
                    "Send calls as spans and metrics to the OpenTelemetry collector at URL (http://localhost:4318),"
                            + " with OTLP over HTTP.")
    private URI collector;

    /// Starts to send, if a collector is given.
    ///
    /// @param incidents receives problems
    Optional<TraceListener> open(RecordingHeader header, Consumer<String> incidents) {
        if (collector == null) {
            return Optional.empty();
        }
        if (collector.getHost() == null || !("" + collector.getScheme()).matches("https?")) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--otlp " + collector
                            + " is not the address of a collector. Example: --otlp http://localhost:4318");
        }
        var export = Stream.concat(
                        ServiceLoader.load(TelemetryExport.class).stream().map(ServiceLoader.Provider::get),
                        AddOns.providers(TelemetryExport.class))
                .findFirst()
                .orElseThrow(() -> new CommandFailedException(
                        "This puce has no add-on for --otlp: its folder addons/otlp" + " is missing."));
        try {
            return Optional.of(export.start(collector, header, incidents));
        } catch (IllegalArgumentException invalid) {
            throw new CommandFailedException("Cannot send telemetry: " + invalid.getMessage(), invalid);
        }
    }
}
