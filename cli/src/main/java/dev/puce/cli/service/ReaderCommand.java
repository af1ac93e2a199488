package dev.puce.cli.service;

import dev.puce.cli.help.Guide;
import dev.puce.cli.terminal.ServiceSocketOption;
import dev.puce.iso7816.Printable;
import dev.puce.service.control.ControlAnswer.ReaderInfo;
import dev.puce.service.control.ControlRequest;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `puce reader`: readers of a running service.
@Command(name = "reader", description = "List, add and remove readers of a running puce serve.")
@Guide(
        usage = {"puce reader list", "puce reader add NAME", "puce reader remove NAME"},
        seeAlso = {"puce serve", "puce card"})
public final class ReaderCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Name a command: list, add or remove");
    }

    @Command(name = "list", description = "List the readers.")
    int list(@Mixin ServiceSocketOption service) {
        print(service.ask(new ControlRequest.ListReaders()).readers());
        return CommandLine.ExitCode.OK;
    }

    @Command(name = "add", description = "Connect a reader.")
    int add(
            @Mixin ServiceSocketOption service,
            @Parameters(paramLabel = "NAME", description = "The reader's name, without numbers.") String name) {
        print(service.ask(new ControlRequest.AddReader(name)).readers());
        return CommandLine.ExitCode.OK;
    }

    @Command(name = "remove", description = "Disconnect a reader.")
    int remove(
            @Mixin ServiceSocketOption service,
            @Parameters(paramLabel = "READER", description = "The reader whose name begins with NAME.") String name) {
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
