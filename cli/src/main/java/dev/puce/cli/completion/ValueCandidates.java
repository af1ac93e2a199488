package dev.puce.cli.completion;

import dev.puce.cards.Reader;
import dev.puce.cards.Readers;
import dev.puce.decode.Application;
import dev.puce.pcsc.PcscException;
import dev.puce.service.card.keys.KeyAlgorithm;
import dev.puce.service.card.kind.CardKinds;
import dev.puce.trace.file.TraceFormats;
import dev.puce.trace.filter.FilterCompletion;
import dev.puce.trace.source.TraceFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The values of an option or argument, by its alternatives, its name and its label.
final class ValueCandidates {
    /// A shell that waits longer for TAB looks broken.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private static final Pattern FILE_LABEL =
            Pattern.compile("FILE.*|PATH|SOCKET|LIST|LEFT|RIGHT|GOOD|REPOSITORY|FOLDER");

    private ValueCandidates() {}

    /// Returns the candidates.
    ///
    /// @param typed  the incomplete value
    /// @param socket the service whose readers are offered; empty for the usual one
    static Completion of(ArgSpec argument, String typed, Optional<String> socket) {
        if (argument.type().isEnum()) {
            return Completion.words(Arrays.stream(argument.type().getEnumConstants())
                    .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                    .toList());
        }
        if (argument.completionCandidates() != null) {
            return Completion.words(
                    StreamSupport.stream(argument.completionCandidates().spliterator(), false)
                            .toList());
        }
        String name = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
        return switch (name) {
            case "--filter", "--record-filter" -> Completion.words(FilterCompletion.of(typed));
            case "--card", "KIND" -> Completion.wordsAndFiles(cardKinds());
            case "--from" ->
                Completion.words(
                        TraceFormats.all().stream().map(TraceFormat::name).toList());
            case "--app" ->
                Completion.words(
                        Application.known().stream().map(Application::id).toList());
            case "--key" ->
                Completion.words(Arrays.stream(KeyAlgorithm.values())
                        .map(KeyAlgorithm::toString)
                        .toList());
            case "--backend" -> Completion.words(List.of("native", "socket"));
            case "--reader", "READER" -> Completion.words(readers(socket));
            default ->
                FILE_LABEL.matcher(argument.paramLabel()).matches() ? Completion.FILES : Completion.words(List.of());
        };
    }

    /// Returns the names of cards: `piv` for the usage `piv[:FILE.json]`, `replay:` for `replay:FILE`.
    private static List<String> cardKinds() {
        return CardKinds.all().stream()
                .map(kind -> kind.usage().replaceFirst("\\[.*|FILE.*", ""))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static List<String> readers(Optional<String> socket) {
        var names = new CompletableFuture<List<String>>();
        Thread.ofPlatform().name("puce readers").daemon().start(() -> names.complete(listReaders(socket)));
        try {
            return names.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException | TimeoutException unknown) {
            return List.of();
        }
    }

    private static List<String> listReaders(Optional<String> socket) {
        try (Readers readers =
                socket.map(path -> Readers.open("socket:" + path)).orElseGet(Readers::open)) {
            return new ArrayList<>(readers.list().stream().map(Reader::name).toList());
        } catch (PcscException | IllegalStateException | IllegalArgumentException noService) {
            return List.of();
        }
    }
}
