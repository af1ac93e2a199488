package dev.puce.posix;

/// The operating systems that differ for puce.
public enum OperatingSystem {
    LINUX,
    MACOS,
    OTHER;

    /// The system that this process runs on.
    public static OperatingSystem current() {
        String name = System.getProperty("os.name");
        return name.startsWith("Linux") ? LINUX : name.startsWith("Mac") ? MACOS : OTHER;
    }
}
