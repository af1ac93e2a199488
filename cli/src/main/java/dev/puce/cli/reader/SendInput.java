package dev.puce.cli.reader;

import dev.puce.cards.script.ApduScript;
import dev.puce.cards.script.ScriptException;
import dev.puce.cards.script.ScriptStep;
import dev.puce.cli.terminal.InputLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads the steps of `puce send` from its arguments and script files.
final class SendInput {
    private static final int SHORTEST_COMMAND = 4;

    private SendInput() {}

    /// Reads arguments. Arguments of one byte each are one command, otherwise each argument is a command.
    static List<ScriptStep> arguments(List<String> arguments) throws ScriptException {
        boolean inBytes = !arguments.isEmpty() && arguments.stream().allMatch(SendInput::isByte);
        List<String> commands = inBytes ? List.of(String.join(" ", arguments)) : arguments;
        var steps = new ArrayList<ScriptStep>();
        for (int i = 0; i < commands.size(); i++) {
            String where = inBytes ? "the command" : "argument " + (i + 1);
            steps.addAll(ApduScript.parse(List.of(commands.get(i)), where));
        }
        return steps;
    }

    private static boolean isByte(String argument) {
        return argument.matches("(0[xX])?[0-9A-Fa-f]{2}");
    }

    /// Reads a script file.
    static List<ScriptStep> file(Path file) throws IOException, ScriptException {
        var lines = new ArrayList<String>();
        try (var input = InputLines.of(file)) {
            for (String line = input.next(); line != null; line = input.next()) {
                lines.add(line);
            }
            return ApduScript.parse(lines, input.name());
        }
    }

    /// Refuses commands that are too short to be one.
    static void checkLengths(List<ScriptStep> steps) throws ScriptException {
        for (ScriptStep step : steps) {
            if (step instanceof ScriptStep.Transmit(var command, var _) && command.length() < SHORTEST_COMMAND) {
                throw new ScriptException("A command has at least 4 bytes (CLA INS P1 P2), and " + command + " has "
                        + command.length() + ". Use --force to send it anyway");
            }
        }
    }
}
