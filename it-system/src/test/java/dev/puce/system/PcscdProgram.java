package dev.puce.system;

import dev.puce.it.CommandResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A pcscd to start, and whether it asks polkit about its clients.
///
/// @param path       its path
/// @param asksPolkit whether it may ask polkit, if it can
public record PcscdProgram(Path path, boolean asksPolkit) {
    private static final String NO_POLKIT = "--disable-polkit";

    /// Returns the machine's pcscd, which lets every client in.
    public static PcscdProgram installed() {
        return new PcscdProgram(RealParts.command("pcscd", "pcscd"), false);
    }

    /// Returns the command that runs it in the foreground.
    ///
    /// Debian 13's pcscd 2.3 asks polkit, unless an option forbids it. Debian 12's 1.9 does not know the option.
    ///
    /// @param configuration its `reader.conf`
    public List<String> command(Path configuration) throws IOException {
        var command = new ArrayList<>(List.of(path.toString(), "--foreground", "--config", configuration.toString()));
        if (!asksPolkit && help().contains(NO_POLKIT)) {
            command.add(NO_POLKIT);
        }
        return command;
    }

    private String help() throws IOException {
        return CommandResult.command(Map.of(), List.of(path.toString(), "--help"))
                .out();
    }
}
