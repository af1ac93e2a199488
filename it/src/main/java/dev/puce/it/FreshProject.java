package dev.puce.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A new Maven project outside of this build. Maven finds puce's artifacts in a repository of the project alone, so
/// it sees what a user gets.
public final class FreshProject {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final Path folder;

    private FreshProject(Path folder) {
        this.folder = folder;
    }

    /// Makes an empty project, and a repository with modules of this build.
    ///
    /// @param folder an existing folder for both
    public static FreshProject in(Path folder, List<String> modules) throws IOException {
        var project = new FreshProject(folder);
        Files.createDirectories(project.directory());
        project.install("puce-parent", ROOT.resolve("pom.xml"), "pom");
        for (String module : modules) {
            project.install("puce-" + module, ROOT.resolve(module).resolve("pom.xml"), "pom");
            project.install("puce-" + module, jar(module), "jar");
        }
        return project;
    }

    /// The folder with the project's pom.xml.
    public Path directory() {
        return folder.resolve("project");
    }

    /// Writes a file of the project.
    public void write(String file, String content) throws IOException {
        Path path = directory().resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    /// Runs Maven without network. It must succeed.
    ///
    /// @return its output
    public String maven(String... goals) throws IOException {
        Path tail =
                Path.of(System.getProperty("maven.repo.local", System.getProperty("user.home") + "/.m2/repository"));
        var command = new ArrayList<>(List.of(
                ROOT.resolve("mvnw").toString(),
                "-B",
                "-o",
                "-f",
                directory().resolve("pom.xml").toString(),
                "-Dmaven.repo.local=" + folder.resolve("repository"),
                "-Dmaven.repo.local.tail=" + tail,
                "-Dmaven.repo.local.tail.ignoreAvailability=true"));
        command.addAll(List.of(goals));
        return CommandResult.successful(Map.of("JAVA_HOME", System.getProperty("java.home")), command)
                .out();
    }

    /// Compiles the project.
    ///
    /// @return its classes and libraries, as a path of Java
    public String compile() throws IOException {
        Path list = folder.resolve("libraries");
        maven(
                "compile",
                "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath",
                "-Dmdep.outputFile=" + list);
        return directory().resolve("target/classes")
                + File.pathSeparator
                + Files.readString(list).strip();
    }

    /// The jar of a module of this build.
    public static Path jar(String module) {
        Path jar = ROOT.resolve(module + "/target/puce-" + module + "-" + version() + ".jar");
        if (!Files.exists(jar)) {
            throw new AssertionError(jar + " is missing: run the tests with Maven's phase verify");
        }
        return jar;
    }

    /// The version in the parent's POM.
    public static String version() {
        try {
            String pom = Files.readString(ROOT.resolve("pom.xml"));
            int begin = pom.indexOf("<version>") + "<version>".length();
            return pom.substring(begin, pom.indexOf("</version>", begin));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void install(String artifact, Path file, String type) throws IOException {
        Path target = folder.resolve("repository/dev/puce/" + artifact + "/" + version());
        Files.createDirectories(target);
        Files.copy(file, target.resolve(artifact + "-" + version() + "." + type));
    }
}
