package dev.puce.cli.service;

import dev.puce.cli.help.Guide;
import dev.puce.cli.terminal.ServiceSocketOption;
import dev.puce.iso7816.Printable;
import dev.puce.service.control.ControlRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce card insert`: puts a card into a reader of a running service.
@Command(name = "insert", description = "Put a card into a reader of a running puce serve.")
@Guide(
        usage = "puce card insert [OPTIONS] KIND",
        examples = "puce card insert -r \"puce Virtual Reader 01\" piv | into a certain reader",
        seeAlso = {"puce card list", "puce card remove", "puce serve"})
final class CardInsertCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private ServiceSocketOption service;

    @Mixin
    private AllowOutsideOption outside;

    @Option(
            names = {"-r", "--reader"},
            paramLabel = "NAME",
            description = "Use the reader whose name begins with NAME. Default: the first without a card.")
    private String reader;

    @Parameters(paramLabel = "KIND", description = "The card; `puce card list` shows the kinds.")
    private String kind;

    @Override
    public Integer call() {
        var done = service.ask(
                new ControlRequest.InsertCard(Optional.ofNullable(reader), withAbsolutePaths(kind), outside.access()));
        done.readers()
                .forEach(info ->
                        spec.commandLine().getOut().println("Card " + kind + " is in " + Printable.of(info.name())));
        return CommandLine.ExitCode.OK;
    }

    /// Makes file names absolute, since the service may run in another directory. The file of a card with keys may not
    /// exist yet. A file can follow the + between two applets.
    static String withAbsolutePaths(String kind) {
        var parts = kind.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            int plus = parts[i].indexOf('+') + 1;
            if (isFile(parts[i])) {
                parts[i] = Path.of(parts[i]).toAbsolutePath().toString();
            } else if (plus > 0 && isFile(parts[i].substring(plus))) {
                parts[i] = parts[i].substring(0, plus)
                        + Path.of(parts[i].substring(plus)).toAbsolutePath();
            }
        }
        return String.join(":", parts);
    }

    private static boolean isFile(String part) {
        return !part.isEmpty() && (part.endsWith(".json") || Files.exists(Path.of(part)));
    }
}
