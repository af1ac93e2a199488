package dev.puce.cli.fleet;

import dev.puce.cli.help.Guide;
import dev.puce.cli.trace.FilterOption;
import dev.puce.trace.filter.Filter;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `puce fleet search`: finds calls in the recordings of many machines.
@Command(name = "search", description = "Find calls in many traces with the language of --filter.")
@Guide(
        usage = "puce fleet search --filter EXPR [OPTIONS] PATH...",
        examples = {
            "puce fleet search --filter 'sw ~ 63C?' /srv/puce | wrong PINs of all machines",
            "puce fleet search --filter 'duration > 2s' --parquet slow /srv/puce | slow calls as a table"
        },
        seeAlso = {"puce show"})
final class FleetSearchCommand implements Callable<Integer> {
    @Mixin
    private FleetOptions options;

    @Option(
            names = "--filter",
            required = true,
            paramLabel = "EXPR",
            converter = FilterOption.Converter.class,
            description = "Only calls that match. See docs/reference/filters.md.")
    private Filter filter;

    @Override
    public Integer call() throws IOException {
        return options.run(new FleetJob.Search(options.paths(), filter.toString()));
    }
}
