package dev.puce.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

/// Data outside the repository: recorded conversations, card lists, real logs. Its licences differ from puce's.
///
/// The system property `puce.shared` names the folder. The build sets it to `shared` beside the checkout.
/// Without the folder, tests that need it are skipped.
public final class SharedData {
    private static final String PROPERTY = "puce.shared";

    private SharedData() {}

    /// Returns a file or folder, or skips the running test if it is missing.
    ///
    /// @param path its path in the shared folder, for example `data/smartcard_list.txt`
    public static Path require(String path) {
        var folder = System.getProperty(PROPERTY);
        if (folder == null) {
            return Skip.because("the system property " + PROPERTY + " is not set", "run the test with Maven");
        }
        var file = Path.of(folder, path);
        if (!Files.exists(file)) {
            return Skip.because(
                    path + " is not in the shared folder " + Path.of(folder).normalize(),
                    "-D" + PROPERTY + "=FOLDER names another one");
        }
        return file;
    }
}
