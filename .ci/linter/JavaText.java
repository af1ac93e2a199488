import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Takes the prose out of a Java source: docstrings, comments, string literals of main sources, and test names.
final class JavaText {
    private static final Pattern TOKEN = Pattern.compile(
            "(?<block>\"\"\".*?(?<!\\\\)\"\"\")|(?<string>\"(?:[^\"\\\\\n]++|\\\\.)*+\")"
                    + "|(?<character>'(?:[^'\\\\\n]|\\\\.)+?')|(?<line>//[^\n]*)|(?<comment>/\\*.*?\\*/)",
            Pattern.DOTALL);
    private static final Pattern JOINED = Pattern.compile("\\s*\\+(?:[^;{},\"]*\\+)?\\s*");
    private static final Pattern ONE_WORD = Pattern.compile("\\w+");
    private static final Pattern TEST_NAME = Pattern.compile("\\bvoid\\s+(\\w+_\\w+)\\s*\\(");

    private final Path file;
    private final String source;
    private final boolean literals;
    private final List<Passage> passages = new ArrayList<>();
    private final List<String> comment = new ArrayList<>();
    private int commentLine;
    private int commentEnd = -1;
    private String literal = "";
    private int literalLine;
    private int literalEnd = -1;

    private JavaText(Path file, String source) {
        this.file = file;
        this.source = source;
        literals = file.toString().replace('\\', '/').contains("/src/main/");
    }

    static List<Passage> passages(Path file, String source) {
        var text = new JavaText(file, source);
        text.read();
        return text.passages;
    }

    private void read() {
        var token = TOKEN.matcher(source);
        int line = 1;
        int counted = 0;
        while (token.find()) {
            line += lines(counted, token.start());
            counted = token.start();
            if (token.group("line") != null) {
                comment(line, token.start(), token.end(), token.group());
            } else if (token.group("comment") != null) {
                finishComment();
                MarkdownText.passages(file, blockLines(token.group()), line).forEach(passages::add);
            } else if (literals && token.group("string") != null) {
                literal(line, token.start(), token.end(), token.group());
            } else if (literals && token.group("block") != null) {
                literal(line, token.start(), token.end(), token.group());
            }
        }
        finishComment();
        finishLiteral();
        if (file.toString().contains("src/test")) {
            testNames();
        }
    }

    private int lines(int from, int to) {
        return (int) source.substring(from, to).chars().filter(c -> c == '\n').count();
    }

    /// Joins line comments that follow each other with nothing but white space between them.
    private void comment(int line, int start, int end, String text) {
        boolean follows = commentEnd >= 0
                && source.substring(commentEnd, start).isBlank()
                && lines(commentEnd, start) == 1
                && source.substring(source.lastIndexOf('\n', start) + 1, start).isBlank();
        if (!follows) {
            finishComment();
            commentLine = line;
        }
        comment.add(text.replaceFirst("^///? ?", ""));
        commentEnd = end;
    }

    private void finishComment() {
        passages.addAll(MarkdownText.passages(file, comment, commentLine));
        comment.clear();
        commentEnd = -1;
    }

    private static List<String> blockLines(String comment) {
        return comment.replaceAll("^/\\*+|\\*/$", "").lines().map(line -> line.replaceFirst("^\\s*\\* ?", "")).toList();
    }

    /// Joins literals that are added up; each expression between them counts as one word.
    private void literal(int line, int start, int end, String text) {
        boolean joined = literalEnd >= 0 && JOINED.matcher(source.substring(literalEnd, start)).matches();
        boolean expression = joined && source.substring(literalEnd, start).strip().length() > 1;
        if (!joined) {
            finishLiteral();
            literalLine = line;
        }
        boolean block = text.startsWith("\"\"\"");
        String content = block ? text.substring(3, text.length() - 3) : text.substring(1, text.length() - 1);
        String newLines = "\n".repeat(joined ? lines(literalEnd, start) : 0);
        literal += newLines.replace('\n', '\u2028') + (expression ? " CODE " : "") + content.replace("\\\n", "\u2028");
        literalEnd = end;
    }

    /// Skips a literal of one word, such as the name of a JSON property: it is not prose.
    private void finishLiteral() {
        if (ONE_WORD.matcher(literal).matches()) {
            literal = "";
        }
        var message = new Passage.Builder();
        int line = literalLine;
        for (String paragraph : literal.split("(?<=\n)|(?<=\\\\n)|(?<=%n)")) {
            for (String part : paragraph.split("(?<=\u2028)")) {
                String words = part.replaceAll("\\\\n|%n|\u2028", " ").replace("\\\"", "\"").replaceAll("\\\\[a-z]", " ");
                message.add(line, words.replaceAll("@\\|[a-z,]+ ([^|]*)\\|@", "$1").replaceAll("`[^`]*`", "CODE"));
                if (part.endsWith("\u2028")) {
                    line++;
                }
            }
            message.finish(file, Passage.Kind.MESSAGE, passages);
            if (paragraph.endsWith("\n")) {
                line++;
            }
        }
        literal = "";
        literalEnd = -1;
    }

    private void testNames() {
        String code = TOKEN.matcher(source)
                .replaceAll(token -> "\n".repeat((int) token.group().chars().filter(c -> c == '\n').count()));
        var name = TEST_NAME.matcher(code);
        while (name.find()) {
            var words = new Passage.Builder();
            int line = 1 + (int) code.substring(0, name.start(1)).chars().filter(c -> c == '\n').count();
            words.add(line, name.group(1).replace('_', ' '));
            words.finish(file, Passage.Kind.TEST_NAME, passages);
        }
    }
}
