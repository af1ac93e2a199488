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
/// @param options    further options
public record PcscdProgram(Path path, boolean asksPolkit, List<String> options) {
    private static final String NO_POLKIT = "--disable-polkit";

    public PcscdProgram {
        options = List.copyOf(options);
    }

    /// Returns the machine's pcscd, which lets every client in.
    public static PcscdProgram installed() {
        return new PcscdProgram(RealParts.command("pcscd", "pcscd"), false, List.of());
    }

    /// Returns the machine's pcscd, which lets every client in and logs their calls and APDUs.
    public static PcscdProgram logging() {
        return new PcscdProgram(installed().path(), false, List.of("--debug", "--apdu"));
    }

    /// Returns the command that runs it in the foreground.
    ///
    /// Debian 13's pcscd 2.3 asks polkit, unless an option forbids it. Debian 12's 1.9 does not know the option.
    ///
    /// @param configuration its `reader.conf`
    public List<String> command(Path configuration) throws IOException {
        var command = new ArrayList<>(List.of(path.toString(), "--foreground", "--config", configuration.toString()));
        command.addAll(options);
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
