package dev.puce.cli.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/// The version of this build.
public final class Version {
    private Version() {}

    /// Returns name and version: `puce 0.1.0`.
    public static String text() {
        var properties = new Properties();
        try (var in = Version.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "puce " + properties.getProperty("version");
    }
}
