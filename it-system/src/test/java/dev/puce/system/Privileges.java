package dev.puce.system;

import dev.puce.testkit.Skip;

/// The privileges of the test run.
public final class Privileges {
    private Privileges() {}

    /// Whether the tests run as root.
    public static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /// Skips the running test unless the tests run as root.
    ///
    /// @param what names an action that needs root
    public static void requireRoot(String what) {
        Skip.unless(isRoot(), "only root may " + what, "run ./test as root");
    }
}
