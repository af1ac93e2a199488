package dev.puce.cli.service;

import dev.puce.cli.help.Guide;
import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.VpcdPresenter;
import dev.puce.service.card.kind.CardKinds;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce card vpcd`: a virtual card in a vpcd reader of pcscd.
@Command(name = "vpcd", description = "Put a virtual card into a vpcd reader of a running pcscd, until Ctrl-C.")
@Guide(
        usage = "puce card vpcd [OPTIONS] [HOST:]PORT KIND",
        examples = {
            "puce card vpcd 35963 piv | into vpcd's first reader; the second has port 35964",
            "puce card vpcd --accept 35963 piv | vpcd connects to puce (DEVICENAME host:port in its configuration)"
        },
        seeAlso = {"puce card list", "puce serve"})
final class CardVpcdCommand implements Callable<Integer> {
    /// Longer than any session; [VpcdPresenter#awaitEnd] needs a duration.
    private static final Duration UNLIMITED = Duration.ofDays(10_000);

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "[HOST:]PORT",
            converter = AddressConverter.class,
            description = "The port at which vpcd waits for cards.")
    private InetSocketAddress address;

    @Parameters(index = "1", paramLabel = "KIND", description = "The card; `puce card list` shows the kinds.")
    private String kind;

    @Option(names = "--accept", description = "Listen at the port, and let vpcd connect.")
    private boolean accepts;

    @Mixin
    private SeedOption seed;

    @Mixin
    private AllowOutsideOption outside;

    @Mixin
    private VerboseOption verbose;

    @Override
    public Integer call() throws IOException, InterruptedException {
        verbose.apply();
        VirtualCard card = CardKinds.make(kind, seed.next(), outside.access());
        return present(address, card, kind, accepts, spec.commandLine());
    }

    /// Presents the card until Ctrl-C, which ends the process, or until the reader ends.
    ///
    /// @return the exit status
    static int present(InetSocketAddress address, VirtualCard card, String kind, boolean accepts, CommandLine command)
            throws IOException, InterruptedException {
        PrintWriter out = command.getOut();
        try (var presenter =
                accepts ? VpcdPresenter.listen(address, card) : VpcdPresenter.connect(address, card, Duration.ZERO)) {
            presenter
                    .address()
                    .ifPresentOrElse(
                            where -> out.println("Card " + kind + " waits for vpcd at " + VpcdPresenter.text(where)),
                            () -> out.println("Card " + kind + " is in the reader at " + VpcdPresenter.text(address)));
            out.flush();
            presenter.awaitEnd(UNLIMITED);
        }
        command.getErr()
                .println("puce: The reader at " + VpcdPresenter.text(address)
                        + " has ended, and with it the card. Start pcscd again, then this command.");
        return CommandLine.ExitCode.OK;
    }
}
