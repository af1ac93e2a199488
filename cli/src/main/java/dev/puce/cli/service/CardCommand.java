package dev.puce.cli.service;

import dev.puce.service.card.CardKinds;
import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.VpcdPresenter;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `puce card`: virtual cards in the readers of others.
@Command(
        name = "card",
        mixinStandardHelpOptions = true,
        subcommands = {CardInsertCommand.class, CardRemoveCommand.class},
        description = {
            "Put a virtual card into a vpcd reader of a running pcscd, until Ctrl-C pulls it.",
            "With --wait, wait at HOST:PORT for the reader to connect instead (vpcd configured with DEVICENAME host:port).",
            "insert and remove are for the readers of puce serve."
        })
public final class CardCommand implements Callable<Integer> {
    /// Long enough for any session; [VpcdPresenter#awaitEnd] wants a number.
    private static final Duration FOR_EVER = Duration.ofDays(10_000);

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--vpcd",
            paramLabel = "[HOST:]PORT",
            converter = AddressConverter.class,
            description = "Where vpcd waits for cards; its first reader has port 35963, the next one 35964.")
    private InetSocketAddress vpcd;

    @Option(names = "--card", paramLabel = "KIND", description = "Which card; --list shows the kinds.")
    private String card;

    @Option(names = "--wait", description = "Listen there and let vpcd connect.")
    private boolean waits;

    @Option(names = "--list", description = "Show the kinds of cards.")
    private boolean list;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            CardKinds.all().forEach(kind -> out.printf("%-28s %s%n", kind.usage(), kind.summary()));
            return CommandLine.ExitCode.OK;
        }
        if (vpcd == null || card == null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "puce card needs --vpcd [HOST:]PORT and --card KIND, or --list");
        }
        present(CardKinds.make(card), out);
        return CommandLine.ExitCode.OK;
    }

    private void present(VirtualCard made, PrintWriter out) throws IOException, InterruptedException {
        try (var presenter =
                waits ? VpcdPresenter.listen(vpcd, made) : VpcdPresenter.connect(vpcd, made, Duration.ZERO)) {
            presenter
                    .address()
                    .ifPresentOrElse(
                            where -> out.println("card " + card + " waits for vpcd at " + AddressConverter.text(where)),
                            () -> out.println("card " + card + " is in the reader at " + AddressConverter.text(vpcd)));
            out.flush();
            presenter.awaitEnd(FOR_EVER);
        }
    }
}
