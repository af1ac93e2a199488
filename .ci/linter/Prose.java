import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Finds prose that breaks the rules of `patterns.tsv`: docs, docstrings, comments, messages and test names.
///
///     java Prose.java PATTERNS PATH...
///
/// Prints one line per finding, as `file:line: advice: "text"`. The exit status is 1 if there are any.
final class Prose {
    private static final Set<String> SKIPPED = Set.of("target", ".git", ".mvn", "resources", "mvnw");

    private Prose() {}

    public static void main(String... arguments) throws IOException {
        var rules = new Rules(Path.of(arguments[0]));
        var files = new ArrayList<Path>();
        for (String path : List.of(arguments).subList(1, arguments.length)) {
            Path start = Path.of(path);
            if (SKIPPED.contains(path)) {
                continue;
            }
            if (!Files.exists(start)) {
                System.err.println("prose: there is no file or folder " + start);
                System.exit(2);
            }
            collect(start, files);
        }
        int findings = 0;
        int faulty = 0;
        for (Path file : files) {
            List<Rules.Finding> found = passages(file).stream()
                    .flatMap(passage -> rules.check(passage).stream())
                    .sorted(Comparator.comparingInt(Rules.Finding::line).thenComparingInt(Rules.Finding::offset))
                    .distinct()
                    .toList();
            found.forEach(System.out::println);
            findings += found.size();
            faulty += found.isEmpty() ? 0 : 1;
        }
        System.err.printf("prose: %d findings in %d of %d files%n", findings, faulty, files.size());
        System.exit(findings == 0 ? 0 : 1);
    }

    private static void collect(Path start, List<Path> files) throws IOException {
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean skipped = !folder.equals(start) && SKIPPED.contains(folder.getFileName().toString());
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(Comparator.naturalOrder());
    }

    private static List<Passage> passages(Path file) throws IOException {
        String name = file.getFileName().toString();
        try {
            if (name.endsWith(".java")) {
                return JavaText.passages(file, Files.readString(file));
            }
            if (name.endsWith(".md")) {
                return MarkdownText.passages(file, Files.readAllLines(file), 1);
            }
            if (name.endsWith(".schema.json")) {
                return ScriptText.schema(file, Files.readAllLines(file));
            }
            if (name.endsWith(".sh") || name.endsWith(".py")) {
                return ScriptText.script(file, Files.readAllLines(file));
            }
            if (!name.contains(".") && Files.isExecutable(file)) {
                List<String> lines = Files.readAllLines(file);
                boolean script = !lines.isEmpty() && lines.getFirst().matches("#!.*(?:sh|python3?)");
                return script ? ScriptText.script(file, lines) : List.of();
            }
            return List.of();
        } catch (MalformedInputException notText) {
            return List.of();
        }
    }
}
