import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/// Prints one table of the tests that a run skipped: how many of a class, the reason, and the remedy.
///
/// It reads the XML reports of surefire and failsafe. Arguments: the checkout, and a file that is older than the run.
void main(String[] arguments) throws Exception {
    FileTime start = Files.getLastModifiedTime(Path.of(arguments[1]));
    Map<Row, Integer> skipped = new TreeMap<>();
    int tests = 0;
    for (Path report : reports(Path.of(arguments[0]), start)) {
        var suite = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(report.toFile());
        var cases = suite.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            var test = (Element) cases.item(i);
            var skips = test.getElementsByTagName("skipped");
            tests++;
            if (skips.getLength() > 0) {
                skipped.merge(Row.of(test, (Element) skips.item(0)), 1, Integer::sum);
            }
        }
    }
    int total = skipped.values().stream().mapToInt(Integer::intValue).sum();
    System.out.println("test: " + tests + " tests ran or were skipped; skipped: " + total);
    if (total > 0) {
        var lines = new ArrayList<List<String>>();
        lines.add(List.of("SKIPPED", "TESTS", "REASON", "REMEDY"));
        skipped.forEach((row, count) ->
                lines.add(List.of(count.toString(), row.testClass(), row.reason(), row.remedy())));
        print(lines);
    }
}

record Row(String testClass, String reason, String remedy) implements Comparable<Row> {
    /// `dev.puce.testkit.Skip` writes it between reason and remedy.
    private static final String REMEDY = " | remedy: ";

    static Row of(Element test, Element skip) {
        String message = message(skip).replaceAll("\\s+", " ").replaceFirst("^Assumption failed: ", "");
        int cut = message.indexOf(REMEDY);
        String name = test.getAttribute("classname").replaceFirst("^dev\\.puce\\.", "");
        return cut < 0
                ? new Row(name, message, "-")
                : new Row(name, message.substring(0, cut), message.substring(cut + REMEDY.length()));
    }

    /// The attribute `message`, or the text before the stack trace, without the name of the exception.
    private static String message(Element skip) {
        if (skip.hasAttribute("message")) {
            return skip.getAttribute("message");
        }
        String text = skip.getTextContent();
        int trace = text.indexOf("\n\tat ");
        return (trace < 0 ? text : text.substring(0, trace)).strip().replaceFirst("^[\\w.]+Exception(: |$)", "");
    }

    @Override
    public int compareTo(Row other) {
        return toString().compareTo(other.toString());
    }
}

static List<Path> reports(Path root, FileTime start) throws IOException {
    var reports = new ArrayList<Path>();
    try (Stream<Path> modules = Files.list(root)) {
        for (Path module : modules.filter(Files::isDirectory).sorted().toList()) {
            for (String plugin : List.of("surefire-reports", "failsafe-reports")) {
                Path folder = module.resolve("target").resolve(plugin);
                if (Files.isDirectory(folder)) {
                    try (var files = Files.newDirectoryStream(folder, "TEST-*.xml")) {
                        for (Path file : files) {
                            if (Files.getLastModifiedTime(file).compareTo(start) >= 0) {
                                reports.add(file);
                            }
                        }
                    }
                }
            }
        }
    }
    return reports;
}

static void print(List<List<String>> lines) {
    for (List<String> line : lines) {
        var text = new StringBuilder();
        for (int column = 0; column < line.size(); column++) {
            int index = column;
            int width = lines.stream().mapToInt(other -> other.get(index).length()).max().orElse(0);
            text.append(line.get(column)).repeat(' ', width - line.get(column).length() + 2);
        }
        System.out.println("  " + text.toString().stripTrailing());
    }
}
