package dev.puce.cli.atr;

import dev.puce.atr.list.CardListFile;
import dev.puce.cli.help.Guide;
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

/// `puce atr update`: stores a card list for the user.
@Command(
        name = "update",
        description = "Store a card list for the user. Without FILE-OR-URL, explain where to get one.")
@Guide(
        usage = "puce atr update [OPTIONS] [FILE-OR-URL]",
        examples = "puce atr update https://pcsc-tools.apdu.fr/smartcard_list.txt | store the newest list",
        files = "~/.cache/puce/smartcard_list.txt | the user's card list",
        seeAlso = {"puce atr", "puce atr list"})
final class AtrUpdateCommand implements Callable<Integer> {
    private static final String HOME_OF_THE_LIST = "https://pcsc-tools.apdu.fr/smartcard_list.txt";

    /// Maximum size of a list in bytes. The largest one has 1 MB.
    private static final int MAX_BYTES = 16 << 20;

    private static final String OTHER_MEANS = "Download it by other means and name the file";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FILE-OR-URL", description = "The list to store.")
    private String source;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "Stop a download after SECONDS. Default: ${DEFAULT-VALUE}.")
    private long seconds;

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        if (seconds < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--timeout must be at least 1");
        }
        if (source == null) {
            out.println("The pcsc-tools project maintains the card list, under the GPL. puce does not contain it.");
            out.println("Install the package pcsc-tools, or store the newest list:");
            out.println();
            out.println("    puce atr update " + HOME_OF_THE_LIST);
            out.println();
            out.println("puce uses the first of these files:");
            for (Path place : CardListFile.candidates(System.getenv())) {
                out.println("    " + place + (place.toFile().length() > 0 ? "   (exists)" : ""));
            }
            out.flush();
            return CommandLine.ExitCode.OK;
        }
        byte[] content = read();
        int entries = CardListFile.check(content)
                .orElseThrow(() -> new CommandFailedException(
                        "%s is not a complete card list; %s".formatted(source, whatIsKept())));
        try {
            CardListFile.store(content, target());
        } catch (IOException e) {
            throw new CommandFailedException(
                    "Cannot write %s: %s; %s. XDG_CACHE_HOME changes the folder".formatted(target(), e, whatIsKept()),
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
        return Files.exists(target()) ? target() + " is unchanged" : "nothing was stored";
    }

    private byte[] read() throws IOException {
        String scheme =
                source.contains(":") ? source.substring(0, source.indexOf(':')).toLowerCase(Locale.ROOT) : "";
        return switch (scheme) {
            case "http", "https" -> download(uri());
            case "file" -> InputFile.read(file(uri()), MAX_BYTES);
            default -> {
                if (source.contains("://")) {
                    throw new CommandFailedException(source + " is not an http, https or file URL. " + OTHER_MEANS);
                }
                yield InputFile.read(Path.of(source), MAX_BYTES);
            }
        };
    }

    private URI uri() {
        try {
            return new URI(source);
        } catch (URISyntaxException e) {
            throw new CommandFailedException("%s is not a URL: %s".formatted(source, e.getReason()), e);
        }
    }

    private Path file(URI uri) {
        try {
            return Path.of(uri);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException("%s is not a file URL: %s".formatted(source, e.getMessage()), e);
        }
    }

    /// The JDK's client detects a truncated body, and follows redirects except from https to http. Its own timeout ends
    /// with the response header, so that the whole download has a timeout here.
    private byte[] download(URI uri) {
        try (var client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            try {
                var answer = client.sendAsync(
                                HttpRequest.newBuilder(uri).build(),
                                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_BYTES))
                        .get(seconds, TimeUnit.SECONDS);
                if (answer.statusCode() != 200) {
                    throw new CommandFailedException("Cannot download %s: the server answered %d; %s"
                            .formatted(source, answer.statusCode(), whatIsKept()));
                }
                return answer.body();
            } finally {
                client.shutdownNow(); // or close() waits for the abandoned download
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
                "Cannot download %s: %s; %s. %s".formatted(source, reason, whatIsKept(), OTHER_MEANS), cause);
    }

    /// A refused connection has no message.
    private static String reason(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
