package dev.puce.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every reader of foreign input survives random input.
///
/// A short run with mutations, in every build, always the same, so that a commit that was green stays green;
/// `-Dfuzz.seed=N` makes another. With `-Dfuzz.seconds=N` Jazzer, which is guided by coverage, follows for so long
/// on each fuzzer, in a process of its own:
///
///     ./mvnw -pl fuzz -am verify -Dfuzz.seconds=120
class FuzzTest {
    private static final int MUTATIONS = 2000;
    private static final int LONGEST_INPUT = 20_000;

    /// An input that takes longer hangs.
    private static final int LONGEST_SECONDS = 20;

    /// Jazzer listens to comparisons of texts and to look-ups in maps, and allocates where it does.
    private static final int ALLOWANCE_OF_HOOKS = 20;

    /// And at every step of a regular expression.
    private static final int ALLOWANCE_OF_EXPRESSIONS = 1000;

    private record Fuzzer(Class<?> type, Consumer<byte[]> read, List<byte[]> corpus) {}

    @TestFactory
    Stream<DynamicTest> survives_mutations() throws IOException {
        long seed = Long.getLong("fuzz.seed");
        return fuzzers().stream()
                .map(fuzzer -> DynamicTest.dynamicTest(fuzzer.type().getSimpleName(), () -> mutate(fuzzer, seed)));
    }

    @TestFactory
    Stream<DynamicTest> survives_jazzer() throws IOException {
        int seconds = Integer.getInteger("fuzz.seconds", 0);
        return seconds == 0
                ? Stream.of()
                : fuzzers().stream()
                        .map(fuzzer -> DynamicTest.dynamicTest(
                                fuzzer.type().getSimpleName(), () -> runJazzer(fuzzer, seconds)));
    }

    private static List<Fuzzer> fuzzers() throws IOException {
        return List.of(
                fuzzer(ConversationFuzzer.class, ConversationFuzzer::fuzzerTestOneInput, Corpus.conversations()),
                fuzzer(AssemblerFuzzer.class, AssemblerFuzzer::fuzzerTestOneInput, Corpus.scripts()),
                fuzzer(RedactionFuzzer.class, RedactionFuzzer::fuzzerTestOneInput, Corpus.scripts()),
                fuzzer(CanaryFuzzer.class, CanaryFuzzer::fuzzerTestOneInput, Corpus.choices()),
                fuzzer(LogFuzzer.class, LogFuzzer::fuzzerTestOneInput, Corpus.logs()),
                fuzzer(ForeignLogFuzzer.class, ForeignLogFuzzer::fuzzerTestOneInput, Corpus.foreignLogs()),
                fuzzer(RecordingFuzzer.class, RecordingFuzzer::fuzzerTestOneInput, Corpus.recordings()),
                fuzzer(FilterFuzzer.class, FilterFuzzer::fuzzerTestOneInput, Corpus.filters()),
                fuzzer(DecodeFuzzer.class, DecodeFuzzer::fuzzerTestOneInput, Corpus.exchanges()),
                fuzzer(CardFuzzer.class, CardFuzzer::fuzzerTestOneInput, Corpus.cardSessions()),
                fuzzer(AtrFuzzer.class, AtrFuzzer::fuzzerTestOneInput, Corpus.atrs()),
                fuzzer(CardListFuzzer.class, CardListFuzzer::fuzzerTestOneInput, Corpus.cardLists()));
    }

    /// A fuzzer that starts from a corpus, and from what has broken it once.
    private static Fuzzer fuzzer(Class<?> type, Consumer<byte[]> read, List<byte[]> corpus) throws IOException {
        return new Fuzzer(
                type,
                read,
                Stream.concat(corpus.stream(), Corpus.findings(type).stream()).toList());
    }

    private static void mutate(Fuzzer fuzzer, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var mutator = new Mutator(random, fuzzer.corpus());
        fuzzer.corpus().forEach(fuzzer.read());
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] input = mutator.next();
            try {
                fuzzer.read().accept(input);
            } catch (Throwable broken) {
                throw new AssertionError(
                        fuzzer.type().getSimpleName() + ", -Dfuzz.seed=" + seed + ", input " + i + " in Base64: "
                                + Base64.getEncoder().encodeToString(input),
                        broken);
            }
        }
    }

    /// Its findings stay in a folder of `target`.
    private static void runJazzer(Fuzzer fuzzer, int seconds) throws IOException, InterruptedException {
        Path runs = Files.createDirectories(Path.of("target", "jazzer").toAbsolutePath());
        Path directory = Files.createTempDirectory(runs, fuzzer.type().getSimpleName());
        Path corpus = Files.createDirectory(directory.resolve("corpus"));
        for (int i = 0; i < fuzzer.corpus().size(); i++) {
            Files.write(corpus.resolve("seed-" + i), fuzzer.corpus().get(i));
        }
        Path log = directory.resolve("log");
        Process jazzer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dfuzz.allowance="
                                + (fuzzer.type() == CardListFuzzer.class
                                        ? ALLOWANCE_OF_EXPRESSIONS
                                        : ALLOWANCE_OF_HOOKS),
                        "-cp",
                        classPath(),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + fuzzer.type().getName(),
                        "--instrumentation_includes=dev.puce.**",
                        "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexInjection", // a card list's own
                        "-timeout=" + LONGEST_SECONDS,
                        "-max_total_time=" + seconds,
                        "-max_len=" + LONGEST_INPUT,
                        corpus.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean ended = jazzer.waitFor(seconds + 120L, TimeUnit.SECONDS);
            assertThat(ended).as("Jazzer ends by itself").isTrue();
            assertThat(jazzer.exitValue()).as("what Jazzer found is in %s", log).isZero();
        } finally {
            jazzer.destroyForcibly();
        }
    }

    /// As Surefire was given it: its own jar, which is first on the real class path, says no more than that.
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
