package dev.puce.cli.service;

import dev.puce.cli.terminal.ServiceSocketOption;
import dev.puce.iso7816.Printable;
import dev.puce.service.control.ControlAnswer.ReaderInfo;
import dev.puce.service.control.ControlRequest;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `puce reader`: the readers of a running service.
@Command(
        name = "reader",
        mixinStandardHelpOptions = true,
        description = "List, add and remove readers of a running puce serve.",
        synopsisSubcommandLabel = "COMMAND")
public final class ReaderCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "puce reader needs a command: list, add or remove");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "List the readers, and which have a card.")
    int list(@Mixin ServiceSocketOption service) {
        print(service.ask(new ControlRequest.ListReaders()).readers());
        return CommandLine.ExitCode.OK;
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Plug a reader in.")
    int add(
            @Mixin ServiceSocketOption service,
            @Parameters(paramLabel = "NAME", description = "Its name, without the numbers.") String name) {
        print(service.ask(new ControlRequest.AddReader(name)).readers());
        return CommandLine.ExitCode.OK;
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Unplug a reader.")
    int remove(
            @Mixin ServiceSocketOption service,
            @Parameters(paramLabel = "NAME", description = "Its name, or the beginning of it.") String name) {
        service.ask(new ControlRequest.RemoveReader(name))
                .readers()
                .forEach(reader -> spec.commandLine().getOut().println(Printable.of(reader.name()) + " is gone"));
        return CommandLine.ExitCode.OK;
    }

    private void print(List<ReaderInfo> readers) {
        readers.forEach(reader -> spec.commandLine()
                .getOut()
                .println(Printable.of(reader.name()) + ": " + (reader.hasCard() ? "card" : "no card")));
    }
}
