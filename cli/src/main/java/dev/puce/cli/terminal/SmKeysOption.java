package dev.puce.cli.terminal;

import dev.puce.decode.SessionKeys;
import dev.puce.iso7816.Printable;
import dev.puce.posix.CoreDumps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// The option `--sm-keys`, shared by the commands that can decrypt secure messaging. No message repeats a key.
public final class SmKeysOption {
    private static final String ENVIRONMENT = "env:";
    private static final String FILE = "file:";
    private static final int MAX_FILE = 1 << 16;

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--sm-keys",
            paramLabel = "KEYS",
            description = "Decrypt secure messaging with these keys: file:FILE (one key on each line), env:NAME, or the"
                    + " key itself: mrz:NUMBER,BIRTH,EXPIRY of a passport, iso:KEY,COUNTER of a session, or gp:KEY"
                    + " (K-ENC of SCP02 or SCP03). May be repeated.")
    private List<String> places = List.of();

    /// The keys, in order.
    ///
    /// @throws CommandLine.ParameterException if one cannot be read
    public List<SessionKeys> keys() {
        if (!places.isEmpty()) {
            CoreDumps.disable(); // the keys are in this process
        }
        var keys = new ArrayList<SessionKeys>();
        for (String place : places) {
            try {
                keys.addAll(read(place));
            } catch (CommandLine.TypeConversionException e) {
                throw new CommandLine.ParameterException(spec.commandLine(), "--sm-keys: " + e.getMessage(), e);
            }
        }
        return keys;
    }

    /// Reads keys from the option, a file or the environment.
    private static List<SessionKeys> read(String value) {
        if (value.startsWith(FILE)) {
            return ofFile(value.substring(FILE.length()));
        }
        if (value.startsWith(ENVIRONMENT)) {
            String name = value.substring(ENVIRONMENT.length());
            String content = System.getenv(name);
            if (content == null || content.isBlank()) {
                throw new CommandLine.TypeConversionException(
                        "the environment variable " + Printable.of(name) + " is not set");
            }
            return lines(content, "the environment variable " + Printable.of(name));
        }
        return lines(value, "");
    }

    private static List<SessionKeys> ofFile(String name) {
        try (var in = Files.newInputStream(Path.of(name))) {
            return lines(new String(in.readNBytes(MAX_FILE), StandardCharsets.UTF_8), Printable.of(name));
        } catch (IOException e) {
            throw new CommandLine.TypeConversionException(
                    "Cannot read " + Printable.of(name) + ": " + e.getClass().getSimpleName());
        }
    }

    private static List<SessionKeys> lines(String content, String where) {
        var keys = new ArrayList<SessionKeys>();
        int number = 0;
        for (String line : content.lines().toList()) {
            number++;
            String key = line.strip();
            if (key.isEmpty() || key.startsWith("#")) {
                continue;
            }
            try {
                keys.add(SessionKeys.parse(key));
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(
                        (where.isEmpty() ? "" : where + ", line " + number + ": ") + e.getMessage());
            }
        }
        return keys;
    }
}
