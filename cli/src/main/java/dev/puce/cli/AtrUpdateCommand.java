package dev.puce.cli;

import dev.puce.atr.list.CardList;
import dev.puce.atr.list.CardListFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `puce atr update`: says where card lists come from, and keeps a copy for the user.
@Command(
        name = "update",
        description = "Store a card list for the user, from a file or URL; without one, say where to get it.",
        mixinStandardHelpOptions = true)
final class AtrUpdateCommand implements Callable<Integer> {
    private static final String HOME_OF_THE_LIST = "https://pcsc-tools.apdu.fr/smartcard_list.txt";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FILE-OR-URL", description = "What to store.")
    private String source;

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        if (source == null) {
            out.println(
                    "The list of cards is made by the pcsc-tools project, under the GPL; puce does not contain it.");
            out.println("Install the package pcsc-tools, or store the newest list for yourself:");
            out.println();
            out.println("    puce atr update " + HOME_OF_THE_LIST);
            out.println();
            out.println("Lists are looked for here, the first one counts:");
            for (Path place : CardListFile.candidates(System.getenv())) {
                out.println("    " + place + (place.toFile().length() > 0 ? "   (there)" : ""));
            }
            out.flush();
            return CommandLine.ExitCode.OK;
        }
        byte[] content = read();
        int entries = CardList.parse(new String(content, StandardCharsets.UTF_8))
                .entries()
                .size();
        if (entries == 0) {
            throw new CommandFailedException("%s holds no entry; the list was left as it is".formatted(source));
        }
        Path target = CardListFile.own(System.getenv());
        store(content, target);
        out.println("%d entries stored in %s".formatted(entries, target));
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private byte[] read() throws IOException {
        if (!source.matches("(?i)(https?|file|ftp):.*")) {
            return Files.readAllBytes(Path.of(source));
        }
        try (InputStream in = URI.create(source).toURL().openStream()) {
            return in.readAllBytes();
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailedException("cannot get %s: %s".formatted(source, e), e);
        }
    }

    /// Writes beside the target and moves, so that a failure never leaves half a list.
    private static void store(byte[] content, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        Path fresh = Files.createTempFile(target.getParent(), "smartcard_list", ".new");
        try {
            Files.write(fresh, content);
            Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
