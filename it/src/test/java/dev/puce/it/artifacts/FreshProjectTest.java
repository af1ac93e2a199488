package dev.puce.it.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.it.FreshProject;
import dev.puce.service.PcscService;
import dev.puce.service.card.EchoCard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A new project with one dependency line. Maven builds it against the artifacts in a new repository. It runs on
/// the class path and on the module path.
@Timeout(300)
class FreshProjectTest {
    private static final List<String> MODULES =
            List.of("iso7816", "decode", "posix", "wire", "pcsc", "backends", "cards", "smartcardio");

    @TempDir
    private Path folder;

    private FreshProject project;
    private PcscService service;

    @BeforeEach
    void install() throws IOException {
        project = FreshProject.in(folder, MODULES);
        service = PcscService.start();
        service.addReader("Reader of the fresh project").insert(new EchoCard());
    }

    @AfterEach
    void stop() {
        if (service != null) {
            service.close();
        }
    }

    @Test
    void library_needs_one_dependency_line() throws IOException {
        project.write("pom.xml", pom("puce-cards"));
        project.write("src/main/java/fresh/Main.java", """
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
        String classPath = project.compile();
        assertThat(run("-cp", classPath, "fresh.Main").out()).isEqualTo("00 01 02 03 90 00\n");

        project.write("src/main/java/module-info.java", "module fresh { requires dev.puce.cards; }\n");
        project.compile();
        CommandResult onModulePath = run(
                "--enable-native-access=dev.puce.backend,dev.puce.posix", "-p", classPath, "-m", "fresh/fresh.Main");
        assertThat(onModulePath.out()).as(onModulePath.err()).isEqualTo("00 01 02 03 90 00\n");
        assertThat(onModulePath.err()).isEmpty();
    }

    @Test
    void program_for_the_jdk_runs_on_the_provider_by_options() throws IOException {
        project.write("pom.xml", pom("puce-smartcardio"));
        project.write("src/main/java/fresh/Main.java", """
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
        String classPath = project.compile();
        // Replaces the JDK's provider, the ninth of JDK 25 on Linux, and appends that one.
        project.write("puce.security", "security.provider.9=Puce\nsecurity.provider.13=SunPCSC\n");
        String security = "-Djava.security.properties=" + project.directory().resolve("puce.security");
        String expected = "Puce\nResponseAPDU: 6 bytes, SW=9000\n";
        assertThat(run(security, "-cp", classPath, "fresh.Main").out()).isEqualTo(expected);

        project.write("src/main/java/module-info.java", "module fresh { requires java.smartcardio; }\n");
        project.compile();
        CommandResult onModulePath =
                run(security, "--add-modules", "dev.puce.smartcardio", "-p", classPath, "-m", "fresh/fresh.Main");
        assertThat(onModulePath.out()).as(onModulePath.err()).isEqualTo(expected);
    }

    @Test
    void jars_are_modules_and_reveal_nothing_about_the_machine() throws IOException {
        for (String module : MODULES) {
            try (var jar = new JarFile(FreshProject.jar(module).toFile())) {
                assertThat(jar.getEntry("module-info.class")).as(module).isNotNull();
                assertThat(jar.getManifest().getMainAttributes().getValue("Built-By"))
                        .isNull();
                assertThat(jar.stream().map(entry -> entry.getTime()).distinct())
                        .as("times in the jar of " + module + ", for a build that can be repeated")
                        .hasSize(1);
            }
        }
    }

    private CommandResult run(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Ddev.puce.pcsc=socket:" + service.socket()));
        command.addAll(List.of(arguments));
        return CommandResult.command(Map.of(), command);
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
                """.formatted(dependency, FreshProject.version());
    }
}
