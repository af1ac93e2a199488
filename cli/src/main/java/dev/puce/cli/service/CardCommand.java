package dev.puce.cli.service;

import dev.puce.cli.help.Guide;
import dev.puce.service.card.kind.CardKinds;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `puce card`: virtual cards in virtual readers.
@Command(
        name = "card",
        subcommands = {
            CardListCommand.class,
            CardInsertCommand.class,
            CardRemoveCommand.class,
            CardVpcdCommand.class,
            CardNewCommand.class,
            CardCheckCommand.class
        },
        description = "Put virtual cards into readers of a running puce serve, or of pcscd with vpcd.")
@Guide(
        usage = "puce card COMMAND [OPTIONS]",
        examples = {
            "puce card list | the kinds of cards",
            "puce card insert piv | into the first empty reader of puce serve",
            "puce card remove | out of the only reader with a card",
            "puce card new openpgp --name \"Ada Lovelace\" -o ada.json | a card with keys, in a file",
            "puce card check my-card.json | find a mistake in a description",
            "puce card vpcd 35963 piv | into a vpcd reader of pcscd, until Ctrl-C"
        },
        seeAlso = {"puce serve", "puce reader"})
public final class CardCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--vpcd", hidden = true, converter = AddressConverter.class)
    private InetSocketAddress vpcd;

    @Option(
            names = {"-c", "--card"},
            hidden = true)
    private String card;

    @Option(names = "--wait", hidden = true)
    private boolean waits;

    @Option(names = "--list", hidden = true)
    private boolean list;

    /// Earlier releases had options in place of the subcommands `list` and `vpcd`. They still work.
    @Override
    public Integer call() throws IOException, InterruptedException {
        if (list) {
            return CardListCommand.show(spec.commandLine().getOut());
        }
        if (vpcd == null || card == null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "Name a command: list, insert, remove, vpcd, new or check");
        }
        return CardVpcdCommand.present(vpcd, CardKinds.make(card), card, waits, spec.commandLine());
    }
}
