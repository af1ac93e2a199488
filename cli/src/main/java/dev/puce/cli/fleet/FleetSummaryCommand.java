package dev.puce.cli.fleet;

import dev.puce.cli.help.Guide;
import dev.puce.cli.trace.FilterOption;
import dev.puce.trace.filter.Filter;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `puce fleet summary`: shows where the time of many traces went.
@Command(
        name = "summary",
        description = {
            "Show where the time of many traces went, as `puce summary` does for one.",
            "Median and p99 are exact to 0.8 percent; all other numbers are exact."
        })
@Guide(
        usage = "puce fleet summary [OPTIONS] PATH...",
        examples = {
            "puce fleet summary /srv/puce | all recordings below a folder",
            "puce fleet summary --by reader /srv/puce | a row for each model of reader",
            "puce fleet summary --by host --filter error --json 's3a://traces/2026-11-*' | JSON Lines, from S3"
        },
        seeAlso = {"puce summary"})
final class FleetSummaryCommand implements Callable<Integer> {
    @Mixin
    private FleetOptions options;

    @Option(
            names = "--by",
            paramLabel = "PROPERTY",
            defaultValue = "none",
            description = "Group by reader (model), atr, program, host, day, application, instruction or trace.")
    private FleetGrouping grouping;

    @Option(
            names = "--filter",
            paramLabel = "EXPR",
            converter = FilterOption.Converter.class,
            description = "Only calls that match. See docs/reference/filters.md.")
    private Filter filter;

    @Override
    public Integer call() throws IOException {
        return options.run(new FleetJob.Summary(
                options.paths(), grouping, Optional.ofNullable(filter).map(Filter::toString)));
    }
}
