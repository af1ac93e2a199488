package dev.puce.diagnose.macos;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// The setting of macOS that makes a reader's process log APDUs.
///
/// The process reads the setting when a reader connects, and switches it off. A reader that is connected already keeps
/// the logging that it has, which no setting shows.
///
/// @see <a href="https://keith.github.io/xcode-man-pages/SmartCardServices.7.html">SmartCardServices(7)</a>
public enum ApduLogging {
    /// The next reader that connects logs its APDUs.
    ARMED,
    /// The next reader that connects logs none.
    NOT_ARMED,
    /// The setting cannot be read.
    UNKNOWN;

    private static final String DOMAIN = "/Library/Preferences/com.apple.security.smartcard";
    private static final String KEY = "Logging";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /// Reads the setting.
    public static ApduLogging of(MacosTools tools) {
        try {
            var run = ToolRun.of(TIMEOUT, List.of(tools.defaults().toString(), "read", DOMAIN, KEY));
            return run.status() == 0 && run.text().matches("1|true|yes|YES") ? ARMED : NOT_ARMED;
        } catch (IOException _) {
            return UNKNOWN;
        }
    }

    /// The command that arms it. It needs an administrator.
    public static List<String> command(MacosTools tools) {
        return List.of(tools.sudo().toString(), tools.defaults().toString(), "write", DOMAIN, KEY, "-bool", "yes");
    }

    /// The command as people type it.
    public static String commandText() {
        return "sudo defaults write " + DOMAIN + " " + KEY + " -bool yes";
    }
}
