package dev.puce.cli.service;

import dev.puce.cli.help.Guide;
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
@Command(name = "remove", description = "Pull the card out of a reader of a running puce serve.")
@Guide(
        usage = "puce card remove [OPTIONS]",
        examples = "puce card remove --after 3 | after three more commands, in the middle of the fourth",
        seeAlso = {"puce card insert", "puce serve"})
final class CardRemoveCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private ServiceSocketOption service;

    @Option(
            names = {"-r", "--reader"},
            paramLabel = "NAME",
            description = "Use the reader whose name begins with NAME. Default: the only one with a card.")
    private String reader;

    @Option(
            names = "--after",
            paramLabel = "N",
            description = "Pull the card in the middle of a command, after N more commands.")
    private Integer after;

    @Override
    public Integer call() {
        if (after != null && after < 0) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--after must not be negative");
        }
        OptionalInt commands = after == null ? OptionalInt.empty() : OptionalInt.of(after);
        var done = service.ask(new ControlRequest.RemoveCard(Optional.ofNullable(reader), commands));
        String what = after == null
                ? "No card is in "
                : after + (after == 1 ? " more command" : " more commands") + ", then no card in ";
        done.readers().forEach(info -> spec.commandLine().getOut().println(what + Printable.of(info.name())));
        return CommandLine.ExitCode.OK;
    }
}
