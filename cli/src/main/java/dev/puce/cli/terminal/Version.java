package dev.puce.cli.terminal;

import java.io.IOException;
import java.util.Properties;
import picocli.CommandLine;

/// What `puce --version` prints.
public final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        var properties = new Properties();
        try (var in = Version.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        }
        return new String[] {"puce " + properties.getProperty("version")};
    }
}
