package dev.puce.cli.fleet;

import dev.puce.atr.statistics.CountingRule;
import dev.puce.cli.help.Guide;
import dev.puce.cli.terminal.NamedValueConverter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `puce fleet atr`: counts lists of ATRs.
@Command(
        name = "atr",
        description =
                "Count lists of ATRs in many files: the rules and tables of `puce atr stats`. A file is the unit of"
                        + " work, so split long lists.")
@Guide(
        usage = "puce fleet atr [OPTIONS] PATH...",
        examples = {"puce fleet atr --json hdfs://cluster/atrs | one JSON object"},
        seeAlso = {"puce atr stats"})
final class FleetAtrCommand implements Callable<Integer> {
    @Mixin
    private FleetOptions options;

    @Option(
            names = "--rule",
            defaultValue = "default",
            converter = RuleConverter.class,
            paramLabel = "RULE",
            description = "Count by rule default or published.")
    private CountingRule rule;

    /// Parses the name of a rule.
    static final class RuleConverter extends NamedValueConverter<CountingRule> {
        RuleConverter() {
            super(List.of(CountingRule.values()));
        }
    }

    @Override
    public Integer call() throws IOException {
        return options.run(new FleetJob.Atr(options.paths(), rule));
    }
}
