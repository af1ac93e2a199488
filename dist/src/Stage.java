import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Makes the folders that the archives and packages contain, from the jars that Maven has copied to TARGET/puce.
///
///     java Stage.java ROOT TARGET TIMESTAMP MAINTAINER
///
/// - `TARGET/puce`: the installed puce without Java: launchers, jars, man pages, completions
/// - `TARGET/runtime`: a Java runtime with the modules that the jars need
/// - `TARGET/debian`: the compressed files that only the Debian package has
final class Stage {
    /// Tools of the JDK that puce does not start.
    private static final String UNUSED = "**/bin/keytool*,**/bin/rmiregistry*";

    private final Path root;
    private final Path puce;
    private final Path runtime;
    private final Path debian;
    private final ZonedDateTime date;
    private final String maintainer;

    private Stage(Path root, Path target, ZonedDateTime date, String maintainer) {
        this.root = root;
        this.puce = target.resolve("puce");
        this.runtime = target.resolve("runtime");
        this.debian = target.resolve("debian");
        this.date = date;
        this.maintainer = maintainer;
    }

    public static void main(String... arguments) throws IOException, InterruptedException {
        var stage = new Stage(
                Path.of(arguments[0]), Path.of(arguments[1]), ZonedDateTime.parse(arguments[2]), arguments[3]);
        stage.launchers();
        stage.raiseClassFiles();
        stage.documents();
        stage.manPages();
        stage.completions();
        stage.runtime();
        stage.debianFiles();
    }

    private void launchers() throws IOException {
        copy(root.resolve("dist/src/launcher/puce"), puce.resolve("bin/puce"));
        copy(root.resolve("dist/src/launcher/puce.cmd"), puce.resolve("bin/puce.cmd"));
        copy(root.resolve(".launcher/java.sh"), puce.resolve("launcher/java.sh"));
        copy(root.resolve(".launcher/jdk.sh"), puce.resolve("launcher/jdk.sh"));
    }

    /// The AOT cache of the installed puce accepts only classes of Java 6 and newer.
    private void raiseClassFiles() throws IOException, InterruptedException {
        for (Path jar : list(puce.resolve("lib"), "picocli-*.jar")) {
            java(root.resolve(".launcher/RaiseClassFiles.java").toString(), jar.toString());
        }
    }

    private void documents() throws IOException {
        for (String name : List.of("LICENSE", "NOTICE", "README.md", "CHANGELOG.md")) {
            copy(root.resolve(name), puce.resolve("share/doc/puce").resolve(name));
        }
    }

    private void manPages() throws IOException, InterruptedException {
        puce("ManPages", puce.resolve("share/man/man1").toString(), date.toLocalDate().toString());
    }

    private void completions() throws IOException, InterruptedException {
        write(puce.resolve("share/bash-completion/completions/puce"), puce("Puce", "completion", "bash"));
        write(puce.resolve("share/zsh/site-functions/_puce"), puce("Puce", "completion", "zsh"));
        write(puce.resolve("share/fish/vendor_completions.d/puce.fish"), puce("Puce", "completion", "fish"));
    }

    /// puce's own jars stay jars beside the runtime: all packages have the same, add-ons lie beside them, and `puce fleet`
    /// needs a class path.
    private void runtime() throws IOException {
        delete(runtime);
        run(
                "jlink",
                "--add-modules",
                modules(),
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--compress",
                "zip-9",
                "--exclude-files",
                UNUSED,
                "--output",
                runtime.toString());
    }

    /// Returns the modules of the JDK that the jars of puce and its add-ons need, separated by commas.
    private String modules() throws IOException {
        var arguments = new ArrayList<>(List.of("--print-module-deps", "--ignore-missing-deps", "--multi-release", "25"));
        var jars = new ArrayList<>(list(puce.resolve("lib"), "*.jar"));
        for (String addOn : List.of("javacard", "otlp")) {
            jars.addAll(list(puce.resolve("addons").resolve(addOn), "*.jar"));
        }
        arguments.addAll(List.of("--module-path", puce.resolve("lib").toString()));
        arguments.addAll(List.of(
                "--class-path",
                puce.resolve("addons/javacard") + "/*" + File.pathSeparator + puce.resolve("addons/otlp") + "/*"));
        jars.forEach(jar -> arguments.add(jar.toString()));
        String[] lines = run("jdeps", arguments.toArray(String[]::new)).strip().split("\\R");
        return lines[lines.length - 1];
    }

    private void debianFiles() throws IOException, InterruptedException {
        delete(debian);
        for (Path page : list(puce.resolve("share/man/man1"), "*.1")) {
            compress(Files.readString(page), debian.resolve("man").resolve(page.getFileName() + ".gz"));
        }
        String version = puce("Puce", "--version").strip().replace("puce ", "").replace('-', '~');
        String changes = """
                puce (%s) unstable; urgency=medium

                  * See CHANGELOG.md.gz.

                 -- %s  %s
                """.formatted(version, maintainer, date.format(DateTimeFormatter.RFC_1123_DATE_TIME).replace("GMT", "+0000"));
        compress(changes, debian.resolve("doc/changelog.gz"));
        compress(Files.readString(root.resolve("CHANGELOG.md")), debian.resolve("doc/CHANGELOG.md.gz"));
    }

    /// Compresses as `gzip -9 -n`, which Debian demands.
    private static void compress(String content, Path file) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        byte[] compressed = bytes.toByteArray();
        compressed[8] = 2; // XFL of RFC 1952: the best compression
        Files.createDirectories(file.getParent());
        Files.write(file, compressed);
    }

    /// Runs a class of the staged puce.
    ///
    /// @return its standard output
    private String puce(String type, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of("-p", puce.resolve("lib").toString(), "-m", "dev.puce.cli/dev.puce.cli." + type));
        command.addAll(Arrays.asList(arguments));
        return java(command.toArray(String[]::new));
    }

    private static String java(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dstdout.encoding=UTF-8"));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed");
        }
        return output;
    }

    private static String run(String tool, String... arguments) {
        var output = new StringWriter();
        var writer = new PrintWriter(output);
        if (ToolProvider.findFirst(tool).orElseThrow().run(writer, writer, arguments) != 0) {
            throw new IllegalStateException(tool + " " + String.join(" ", arguments) + " failed: " + output);
        }
        return output.toString();
    }

    private static List<Path> list(Path folder, String glob) throws IOException {
        try (var files = Files.newDirectoryStream(folder, glob)) {
            var sorted = new ArrayList<Path>();
            files.forEach(sorted::add);
            sorted.sort(Comparator.naturalOrder());
            return sorted;
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content, StandardCharsets.UTF_8);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
