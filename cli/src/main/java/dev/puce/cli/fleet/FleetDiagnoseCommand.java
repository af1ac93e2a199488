package dev.puce.cli.fleet;

import dev.puce.cli.help.Guide;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `puce fleet diagnose`: finds the faults of many machines.
@Command(
        name = "diagnose",
        description = {
            "Diagnose each trace as `puce diagnose` does, and show the faults: number of machines, first and last trace,"
                    + " versions of readers.",
            "The time of a trace is its start."
        },
        exitCodeOnExecutionException = CommandLine.ExitCode.USAGE)
@Guide(
        usage = "puce fleet diagnose [OPTIONS] PATH...",
        examples = {
            "puce fleet diagnose /srv/puce | the faults of all machines, the most frequent first",
            "puce fleet diagnose --each --json /srv/puce | the diagnosis of each trace"
        },
        exitStatuses = {"0 | no problem", "1 | a problem", "2 | the input cannot be read, or wrong usage"},
        seeAlso = {"puce diagnose"})
final class FleetDiagnoseCommand implements Callable<Integer> {
    @Mixin
    private FleetOptions options;

    @Option(names = "--each", description = "Show the verdict of each trace instead of the totals.")
    private boolean eachTrace;

    @Override
    public Integer call() throws IOException {
        return options.run(new FleetJob.Diagnose(options.paths(), eachTrace));
    }
}
