package dev.puce.system;

import java.net.URISyntaxException;
import java.nio.file.Path;

/// Files of the tests: scripts, C programs, policies.
final class Resources {
    private Resources() {}

    /// Returns the path of a resource.
    ///
    /// @param name its name, beginning with a slash
    static Path path(String name) {
        try {
            return Path.of(Resources.class.getResource(name).toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
