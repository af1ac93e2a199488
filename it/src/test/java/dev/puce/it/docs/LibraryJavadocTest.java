package dev.puce.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Rules for the library's Javadoc: every public type that is neither record, enum nor exception says which
/// threads may use it, and everything public has a sentence.
class LibraryJavadocTest {
    private static final List<String> MODULES = List.of("iso7816", "pcsc", "cards");

    private static final Pattern TYPE =
            Pattern.compile("public (?:abstract |final |sealed )*(class|interface) (\\w+).*");
    private static final Pattern MEMBER = Pattern.compile(" {4}(?:public|protected) .*[({;=].*");
    private static final Pattern CANONICAL_CONSTRUCTOR = Pattern.compile(" {4}public [A-Z]\\w+ \\{");

    @Test
    void every_type_says_which_threads_may_use_it() throws IOException {
        var silent = new ArrayList<String>();
        for (Path source : sources()) {
            List<String> lines = Files.readAllLines(source);
            for (int i = 0; i < lines.size(); i++) {
                var type = TYPE.matcher(lines.get(i));
                if (type.matches() && !type.group(2).endsWith("Exception")) {
                    String comment = comment(lines, i);
                    if (!comment.toLowerCase(Locale.ROOT).matches("(?s).*(thread|immutable).*")) {
                        silent.add(type.group(2));
                    }
                }
            }
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void everything_public_has_a_sentence() throws IOException {
        var silent = new ArrayList<String>();
        for (Path source : sources()) {
            List<String> lines = Files.readAllLines(source);
            if (lines.stream().noneMatch(line -> line.startsWith("public "))) {
                continue;
            }
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                boolean member = MEMBER.matcher(line).matches()
                        && !CANONICAL_CONSTRUCTOR.matcher(line).matches();
                if ((member || line.startsWith("public "))
                        && !isOverride(lines, i)
                        && comment(lines, i).isBlank()) {
                    silent.add(source.getFileName() + ": " + line.strip());
                }
            }
        }
        assertThat(silent).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        var all = new ArrayList<Path>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
            }
        }
        return all;
    }

    /// The `///` lines above a declaration and its annotations.
    private static String comment(List<String> lines, int declaration) {
        int end = declaration;
        while (end > 0 && lines.get(end - 1).strip().startsWith("@")) {
            end--;
        }
        int begin = end;
        while (begin > 0 && lines.get(begin - 1).strip().startsWith("///")) {
            begin--;
        }
        return String.join("\n", lines.subList(begin, end));
    }

    private static boolean isOverride(List<String> lines, int declaration) {
        for (int i = declaration - 1; i >= 0 && lines.get(i).strip().startsWith("@"); i--) {
            if (lines.get(i).strip().equals("@Override")) {
                return true;
            }
        }
        return false;
    }
}
