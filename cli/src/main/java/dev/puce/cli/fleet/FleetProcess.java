package dev.puce.cli.fleet;

import dev.puce.cli.terminal.CommandFailedException;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs `puce fleet` in a process with Apache Spark, which needs a class path and options of its own.
final class FleetProcess {
    /// The options of Spark 4.2 that JDK 25 knows and SQL needs.
    private static final List<String> SPARK_OPTIONS = List.of(
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.net=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.cs=ALL-UNNAMED",
            "--add-opens=java.base/sun.util.calendar=ALL-UNNAMED",
            "--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
            "-Dio.netty.tryReflectionSetAccessible=true",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-Dlog4j2.configurationFile=classpath:dev/puce/fleet/log4j2.properties");

    private static final String ALL_JARS = "*";

    private FleetProcess() {}

    /// Runs the same command again, with Spark.
    ///
    /// @param main    the class with the main method
    /// @param words   the words of the command line, from `fleet` on
    /// @param threads number of threads; empty for one per processor
    /// @return the exit status
    static int run(Class<?> main, List<String> words, Optional<Integer> threads) throws IOException {
        var command = new ArrayList<>(List.of(java().toString()));
        command.addAll(SPARK_OPTIONS);
        threads.ifPresent(n -> command.add("-Dspark.master=local[" + n + "]"));
        command.addAll(List.of("-cp", classPath(), main.getName()));
        command.addAll(words);
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// A Java with the modules that Spark needs, which the runtime of a package does not have.
    private static Path java() {
        boolean isComplete = ModuleFinder.ofSystem().find("java.se").isPresent();
        String home = isComplete ? System.getProperty("java.home") : System.getenv("JAVA_HOME");
        if (home == null) {
            throw new CommandFailedException("puce fleet needs a complete JDK 25. Set JAVA_HOME to its folder.");
        }
        return Path.of(home, "bin", "java");
    }

    private static String classPath() throws IOException {
        Path lib = libraries();
        Path addOn = lib.resolveSibling("addons").resolve("fleet");
        Optional<Path> spark = Optional.ofNullable(System.getenv("SPARK_HOME")).map(home -> Path.of(home, "jars"));
        boolean hasSpark =
                isThere(addOn, "spark-sql_*.jar") || (spark.isPresent() && isThere(spark.get(), "spark-sql_*.jar"));
        if (!isThere(addOn, "puce-fleet-*.jar") || !hasSpark) {
            throw new CommandFailedException("puce fleet needs Apache Spark 4.2 or newer, which puce does not contain."
                    + " Set SPARK_HOME to its folder. docs/how-to/fleet.md describes the installation.");
        }
        var parts = new ArrayList<>(List.of(addOn.resolve(ALL_JARS).toString()));
        spark.ifPresent(jars -> parts.add(jars.resolve(ALL_JARS).toString()));
        parts.add(lib.resolve(ALL_JARS).toString());
        return String.join(File.pathSeparator, parts);
    }

    private static Path libraries() {
        try {
            return Path.of(FleetProcess.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isThere(Path folder, String glob) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (var files = Files.newDirectoryStream(folder, glob)) {
            return files.iterator().hasNext();
        }
    }
}
