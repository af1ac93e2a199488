package dev.puce.cli.fleet;

import dev.puce.cli.help.Guide;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `puce fleet`: recordings of many machines.
@Command(
        name = "fleet",
        description = {
            "Analyse the recordings of many machines with Apache Spark: on this machine, or on a cluster with spark-submit.",
            "Rotated files of one trace are joined, and gzip files are read. Damaged lines and foreign files are counted."
        },
        subcommands = {
            FleetSummaryCommand.class,
            FleetDiagnoseCommand.class,
            FleetAtrCommand.class,
            FleetSearchCommand.class
        })
@Guide(
        usage = "puce fleet COMMAND [OPTIONS] PATH...",
        environment = {
            "SPARK_HOME | folder of Apache Spark 4.2 or newer, unless the add-on has it",
            "JAVA_HOME | folder of a JDK, if puce runs on its own runtime"
        },
        seeAlso = {"puce summary", "puce diagnose", "puce atr stats"})
public final class FleetCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Name a command: summary, diagnose, atr or search");
    }
}
