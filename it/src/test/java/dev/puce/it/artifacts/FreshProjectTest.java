package dev.puce.it.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.service.PcscService;
import dev.puce.service.card.EchoCard;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A new project with one dependency line. Maven builds it against the artifacts in a new repository. It runs on
/// the class path and on the module path.
@Timeout(300)
class FreshProjectTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> MODULES =
            List.of("iso7816", "decode", "posix", "wire", "pcsc", "backends", "cards", "smartcardio");
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    private Path folder;
    private PcscService service;

    @BeforeEach
    void install() throws IOException {
        for (String module : MODULES) {
            assertThat(jar(module))
                    .as("run the tests with Maven's phase verify")
                    .exists();
        }
        folder = Files.createTempDirectory("puce-fresh");
        service = PcscService.start();
        service.addReader("Reader of the fresh project").insert(new EchoCard());
        put("puce-parent", ROOT.resolve("pom.xml"), "pom");
        for (String module : MODULES) {
            put("puce-" + module, ROOT.resolve(module).resolve("pom.xml"), "pom");
            put("puce-" + module, jar(module), "jar");
        }
    }

    @AfterEach
    void clean() throws IOException {
        if (folder != null) {
            service.close();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void library_needs_one_dependency_line() throws IOException {
        write("pom.xml", pom("puce-cards"));
        write("src/main/java/fresh/Main.java", """
                package fresh;

                import dev.puce.cards.*;

                public class Main {
                    public static void main(String[] arguments) {
                        try (Readers readers = Readers.open(); Card card = readers.list().getFirst().connect()) {
                            System.out.println(card.transmit("00 84 00 00 04"));
                        }
                    }
                }
                """);
        String libraries = build();
        assertThat(run("-cp", classes() + File.pathSeparator + libraries, "fresh.Main")
                        .out())
                .isEqualTo("00 01 02 03 90 00\n");

        write("src/main/java/module-info.java", "module fresh { requires dev.puce.cards; }\n");
        build();
        CommandResult onModulePath = run(
                "--enable-native-access=dev.puce.backend,dev.puce.posix",
                "-p",
                classes() + File.pathSeparator + libraries,
                "-m",
                "fresh/fresh.Main");
        assertThat(onModulePath.out()).as(onModulePath.err()).isEqualTo("00 01 02 03 90 00\n");
        assertThat(onModulePath.err()).isEmpty();
    }

    @Test
    void program_for_the_jdk_runs_on_the_provider_by_options() throws IOException {
        write("pom.xml", pom("puce-smartcardio"));
        write("src/main/java/fresh/Main.java", """
                package fresh;

                import javax.smartcardio.*;

                public class Main {
                    public static void main(String[] arguments) throws CardException {
                        TerminalFactory factory = TerminalFactory.getDefault();
                        System.out.println(factory.getProvider().getName());
                        Card card = factory.terminals().list().get(0).connect("*");
                        System.out.println(card.getBasicChannel().transmit(new CommandAPDU(0, 0x84, 0, 0, 4)));
                    }
                }
                """);
        String libraries = build();
        // Replaces the JDK's provider, the ninth of JDK 25 on Linux, and appends that one.
        write("puce.security", "security.provider.9=Puce\nsecurity.provider.13=SunPCSC\n");
        String security = "-Djava.security.properties=" + folder.resolve("project/puce.security");
        String expected = "Puce\nResponseAPDU: 6 bytes, SW=9000\n";
        assertThat(run(security, "-cp", classes() + File.pathSeparator + libraries, "fresh.Main")
                        .out())
                .isEqualTo(expected);

        write("src/main/java/module-info.java", "module fresh { requires java.smartcardio; }\n");
        build();
        CommandResult onModulePath = run(
                security,
                "--add-modules",
                "dev.puce.smartcardio",
                "-p",
                classes() + File.pathSeparator + libraries,
                "-m",
                "fresh/fresh.Main");
        assertThat(onModulePath.out()).as(onModulePath.err()).isEqualTo(expected);
    }

    @Test
    void jars_are_modules_and_reveal_nothing_about_the_machine() throws IOException {
        for (String module : MODULES) {
            try (var jar = new JarFile(jar(module).toFile())) {
                assertThat(jar.getEntry("module-info.class")).as(module).isNotNull();
                assertThat(jar.getManifest().getMainAttributes().getValue("Built-By"))
                        .isNull();
                assertThat(jar.stream().map(entry -> entry.getTime()).distinct())
                        .as("times in the jar of " + module + ", for a build that can be repeated")
                        .hasSize(1);
            }
        }
    }

    /// Builds the project, and returns its libraries as a path.
    private String build() throws IOException {
        Path tail =
                Path.of(System.getProperty("maven.repo.local", System.getProperty("user.home") + "/.m2/repository"));
        Path list = folder.resolve("libraries");
        CommandResult maven = CommandResult.command(
                Map.of("JAVA_HOME", JAVA_HOME.toString()),
                List.of(
                        ROOT.resolve("mvnw").toString(),
                        "-q",
                        "-B",
                        "-o",
                        "-f",
                        folder.resolve("project/pom.xml").toString(),
                        "-Dmaven.repo.local=" + folder.resolve("repository"),
                        "-Dmaven.repo.local.tail=" + tail,
                        "-Dmaven.repo.local.tail.ignoreAvailability=true",
                        "compile",
                        "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath",
                        "-Dmdep.outputFile=" + list));
        assertThat(maven.status()).as(maven.out() + maven.err()).isZero();
        return Files.readString(list).strip();
    }

    private CommandResult run(String... arguments) throws IOException {
        var command = new ArrayList<>(
                List.of(JAVA_HOME.resolve("bin/java").toString(), "-Ddev.puce.pcsc=socket:" + service.socket()));
        command.addAll(List.of(arguments));
        return CommandResult.command(Map.of(), command);
    }

    private String classes() {
        return folder.resolve("project/target/classes").toString();
    }

    private void put(String artifact, Path file, String type) throws IOException {
        Path target = folder.resolve("repository/dev/puce/" + artifact + "/" + version());
        Files.createDirectories(target);
        Files.copy(file, target.resolve(artifact + "-" + version() + "." + type));
    }

    private void write(String file, String content) throws IOException {
        Path path = folder.resolve("project").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private static Path jar(String module) {
        return ROOT.resolve(module + "/target/puce-" + module + "-" + version() + ".jar");
    }

    /// The version in the parent's POM.
    private static String version() {
        try {
            String pom = Files.readString(ROOT.resolve("pom.xml"));
            int begin = pom.indexOf("<version>") + "<version>".length();
            return pom.substring(begin, pom.indexOf("</version>", begin));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pom(String dependency) {
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>fresh</groupId>
                  <artifactId>fresh</artifactId>
                  <version>1</version>
                  <properties>
                    <maven.compiler.release>25</maven.compiler.release>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                  </properties>
                  <dependencies>
                    <dependency>
                      <groupId>dev.puce</groupId><artifactId>%s</artifactId><version>%s</version>
                    </dependency>
                  </dependencies>
                  <build>
                    <pluginManagement>
                      <plugins>
                        <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.14.1</version></plugin>
                        <plugin><artifactId>maven-resources-plugin</artifactId><version>3.3.1</version></plugin>
                      </plugins>
                    </pluginManagement>
                  </build>
                </project>
                """.formatted(dependency, version());
    }
}
