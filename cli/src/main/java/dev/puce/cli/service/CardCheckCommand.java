package dev.puce.cli.service;

import dev.puce.cli.help.Guide;
import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.cli.terminal.InputFile;
import dev.puce.iso7816.Printable;
import dev.puce.service.card.filesystem.CardDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `puce card check`: validates the description of a card.
@Command(name = "check", description = "Check the description of a card, and report the first mistake in it.")
@Guide(
        usage = "puce card check [OPTIONS] FILE",
        exitStatuses = {"0 | the description is correct", "1 | it is not", "2 | wrong usage"},
        seeAlso = {"puce card insert", "puce serve", "docs/reference/cards.md"})
final class CardCheckCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The description, a JSON file.")
    private Path file;

    @Mixin
    private AllowOutsideOption outside;

    @Override
    public Integer call() throws IOException {
        try {
            CardDescription.read(InputFile.notAFolder(file), outside.access());
        } catch (IOException e) {
            throw new CommandFailedException(Printable.of(String.valueOf(e.getMessage())), e);
        }
        spec.commandLine().getOut().println(file + ": the description is correct");
        spec.commandLine().getOut().flush();
        return CommandLine.ExitCode.OK;
    }
}
