package dev.puce.cli.service;

import dev.puce.cli.help.Guide;
import dev.puce.cli.terminal.OutputOption;
import dev.puce.posix.CoreDumps;
import dev.puce.service.card.keycard.KeyCard;
import dev.puce.service.card.keys.KeyAlgorithm;
import dev.puce.service.card.keys.Personalization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce card new`: makes the file of a card with keys.
@Command(
        name = "new",
        description = {
            "Make a virtual card with keys and certificates, and store it in a file.",
            "Such cards protect nothing: the file holds private keys and PINs in the clear."
        })
@Guide(
        usage = "puce card new [OPTIONS] KIND -o FILE",
        examples = {
            "puce card new openpgp --name \"Ada Lovelace\" -o ada.json | then: puce serve -c openpgp:ada.json",
            "puce card new piv --key rsa2048 -o piv.json | RSA keys in all four slots",
            "puce card new emrtd --name \"Ada Lovelace\" -o passport.json | a passport"
        },
        seeAlso = {"puce card list", "puce serve"})
final class CardNewCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private SeedOption seed;

    @Parameters(paramLabel = "KIND", description = "openpgp, piv, emrtd, fido or globalplatform.")
    private String kind;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the card's holder: \"Ada Lovelace\".")
    private String holder;

    @Option(
            names = "--key",
            paramLabel = "ALGORITHM",
            description = "Kind of the keys: rsa2048, rsa3072, rsa4096, p256, p384, p521, ed25519. Default: ed25519 for"
                    + " openpgp, p256 for the others.")
    private String algorithm;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() throws IOException {
        KeyCard card = KeyCard.named(kind)
                .orElseThrow(() -> wrong("\"" + kind + "\" is not a card with keys. There are: " + names()));
        Path file = output.path().orElseThrow(() -> wrong("Name the new file with -o FILE"));
        CoreDumps.disable(); // the new keys are in this process
        var person = new Personalization(Optional.ofNullable(holder), key());
        try {
            card.create(file, person, seed.next());
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
        spec.commandLine().getOut().println("Card " + card + ":" + file + " is ready for puce serve --card");
        return CommandLine.ExitCode.OK;
    }

    private Optional<KeyAlgorithm> key() {
        if (algorithm == null) {
            return Optional.empty();
        }
        return Optional.of(KeyAlgorithm.named(algorithm)
                .orElseThrow(() -> wrong("\"" + algorithm + "\" is not a kind of key. There are: "
                        + Arrays.stream(KeyAlgorithm.values())
                                .map(KeyAlgorithm::toString)
                                .collect(Collectors.joining(", ")))));
    }

    private static String names() {
        return Arrays.stream(KeyCard.values()).map(KeyCard::toString).collect(Collectors.joining(", "));
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
