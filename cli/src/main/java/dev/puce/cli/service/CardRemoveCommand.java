package dev.puce.cli.service;

import dev.puce.cli.terminal.ServiceSocketOption;
import dev.puce.iso7816.Printable;
import dev.puce.service.control.ControlRequest;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `puce card remove`: pulls the card out of a reader of a running service.
@Command(
        name = "remove",
        mixinStandardHelpOptions = true,
        description = "Pull the card out of a reader of a running puce serve.")
final class CardRemoveCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private ServiceSocketOption service;

    @Option(
            names = "--reader",
            paramLabel = "NAME",
            description = "Name of the reader, or its beginning. Default: the only one that has a card.")
    private String reader;

    @Option(
            names = "--after",
            paramLabel = "N",
            description = "Let the card answer N more commands, and pull it in the middle of the next one.")
    private Integer after;

    @Override
    public Integer call() {
        OptionalInt commands = after == null ? OptionalInt.empty() : OptionalInt.of(after);
        var done = service.ask(new ControlRequest.RemoveCard(Optional.ofNullable(reader), commands));
        String what = after == null ? "no card is in " : after + " more commands, then no card is in ";
        done.readers().forEach(info -> spec.commandLine().getOut().println(what + Printable.of(info.name())));
        return CommandLine.ExitCode.OK;
    }
}
