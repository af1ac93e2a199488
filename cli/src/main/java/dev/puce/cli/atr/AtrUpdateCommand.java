package dev.puce.cli.atr;

import dev.puce.atr.list.CardListFile;
import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.cli.terminal.InputFile;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `puce atr update`: says where card lists come from, and keeps a copy for the user.
@Command(
        name = "update",
        description = "Store a card list for the user, from a file or URL; without one, say where to get it.",
        mixinStandardHelpOptions = true)
final class AtrUpdateCommand implements Callable<Integer> {
    private static final String HOME_OF_THE_LIST = "https://pcsc-tools.apdu.fr/smartcard_list.txt";

    private static final String OTHER_MEANS = "Fetch it by other means and give its path";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FILE-OR-URL", description = "What to store.")
    private String source;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "Give up when a download is not complete after so long (default: ${DEFAULT-VALUE}).")
    private long seconds;

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        if (seconds < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--timeout must be at least 1");
        }
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
        int entries = CardListFile.check(content)
                .orElseThrow(() -> new CommandFailedException(
                        "%s is no card list, or not all of one; %s".formatted(source, whatIsKept())));
        try {
            CardListFile.store(content, target());
        } catch (IOException e) {
            throw new CommandFailedException(
                    "cannot write %s: %s; %s. Another folder: set XDG_CACHE_HOME".formatted(target(), e, whatIsKept()),
                    e);
        }
        out.println("%d entries stored in %s".formatted(entries, target()));
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private static Path target() {
        return CardListFile.own(System.getenv());
    }

    private static String whatIsKept() {
        return Files.exists(target()) ? target() + " stays as it is" : "nothing was stored";
    }

    private byte[] read() throws IOException {
        String scheme =
                source.contains(":") ? source.substring(0, source.indexOf(':')).toLowerCase(Locale.ROOT) : "";
        return switch (scheme) {
            case "http", "https" -> download(uri());
            case "file" -> Files.readAllBytes(InputFile.notAFolder(file(uri())));
            default -> {
                if (source.contains("://")) {
                    throw new CommandFailedException(source + " is no URL of http, https or file. " + OTHER_MEANS);
                }
                yield Files.readAllBytes(InputFile.notAFolder(Path.of(source)));
            }
        };
    }

    private URI uri() {
        try {
            return new URI(source);
        } catch (URISyntaxException e) {
            throw new CommandFailedException("%s is no URL: %s".formatted(source, e.getReason()), e);
        }
    }

    private Path file(URI uri) {
        try {
            return Path.of(uri);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException("%s is no URL of a file: %s".formatted(source, e.getMessage()), e);
        }
    }

    /// The client of the JDK notices when less comes than was promised, and follows redirections, but never from
    /// https to http. Its own timeout ends when the answer begins, and a server may stop in the middle of it.
    private byte[] download(URI uri) {
        try (var client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            try {
                var answer = client.sendAsync(
                                HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray())
                        .get(seconds, TimeUnit.SECONDS);
                if (answer.statusCode() != 200) {
                    throw new CommandFailedException("cannot get %s: the server answers %d; %s"
                            .formatted(source, answer.statusCode(), whatIsKept()));
                }
                return answer.body();
            } finally {
                client.shutdownNow(); // or closing would wait for what was given up
            }
        } catch (ExecutionException e) {
            throw cannotGet(reason(e.getCause()), e);
        } catch (IllegalArgumentException e) {
            throw cannotGet(reason(e), e);
        } catch (TimeoutException e) {
            throw cannotGet("not complete after %d s (--timeout)".formatted(seconds), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", e);
        }
    }

    private CommandFailedException cannotGet(String reason, Exception cause) {
        return new CommandFailedException(
                "cannot get %s: %s; %s. %s".formatted(source, reason, whatIsKept(), OTHER_MEANS), cause);
    }

    /// A connection that is refused has no message of its own.
    private static String reason(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
