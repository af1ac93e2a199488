package dev.puce.cards.script;

import dev.puce.iso7816.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads scripts line by line, in any of these formats:
///
/// - **one command per line** in hex, as in scriptor, opensc-tool and gp: `00 A4 04 00`, `00:A4:04:00`. `reset`
///   resets the card, `exit` ends the script, and a backslash continues the line.
/// - **Java Card's apdutool**: `powerup;`, `0x00 0xA4 0x04 0x00 0x02 0x3F 0x0 0x7F;`, `powerdown;`. A semicolon
///   ends a command, Lc is always present, and the byte after the data is Le.
/// - **ETSI TS 101 955**: `RST`, `CMD A0 A4 00 00 02 3F 00 [...] (9F 1A)`, `OFF`, `REM ...`.
///
/// Comments follow `#` or `//`, or are between `/*` and `*/`. A script is for one thread.
public final class ApduScript {
    private static final Pattern LINE_COMMENT = Pattern.compile("(#|//).*");
    private static final Pattern TELECOM = Pattern.compile("(?s)(RST|OFF|INI|CMD|REM)\\b(.*)");
    private static final Pattern CHECKED = Pattern.compile("(?s)([^\\[(]*)(?:\\[([^]]*)])?\\s*(?:\\(([^)]*)\\))?\\s*");
    private static final Pattern ECHO_AND_SETTINGS =
            Pattern.compile("(?i)(output|echo|delay|contacted|contactless|extended)\\b.*");
    private static final Bytes TERMINAL_PROFILE = Bytes.hex("A0100000");
    private static final int HEADER = 4;

    private final StringBuilder pending = new StringBuilder();
    private boolean inComment;
    private boolean endsWithSemicolon;

    /// Starts a script.
    public ApduScript() {}

    /// Reads a whole script.
    ///
    /// @param name the script's name, for messages
    /// @throws ScriptException if a line is not part of a script
    public static List<ScriptStep> parse(List<String> lines, String name) throws ScriptException {
        var script = new ApduScript();
        script.endsWithSemicolon = lines.stream()
                .anyMatch(line ->
                        LINE_COMMENT.matcher(line).replaceFirst("").strip().endsWith(";"));
        var steps = new ArrayList<ScriptStep>();
        for (int i = 0; i < lines.size(); i++) {
            steps.addAll(script.line(lines.get(i), lines.size() == 1 ? name : name + ", line " + (i + 1)));
        }
        steps.addAll(script.end(name + ", end"));
        return steps;
    }

    /// Reads the next line.
    ///
    /// @param where the place, for messages: `script.apdu, line 3`
    /// @return the steps that the line completes
    /// @throws ScriptException if the line is not part of a script
    public List<ScriptStep> line(String line, String where) throws ScriptException {
        String text = LINE_COMMENT
                .matcher(withoutBlockComments(line))
                .replaceFirst("")
                .strip();
        if (text.endsWith("\\")) {
            pending.append(text, 0, text.length() - 1).append(' ');
            return List.of();
        }
        pending.append(text).append(' ');
        endsWithSemicolon |= text.endsWith(";");
        var steps = new ArrayList<ScriptStep>();
        if (endsWithSemicolon) {
            for (int end = pending.indexOf(";"); end >= 0; end = pending.indexOf(";")) {
                String statement = pending.substring(0, end).strip();
                pending.delete(0, end + 1);
                cardScript(statement, where).ifPresent(steps::add);
            }
        } else {
            String statement = pending.toString().strip();
            pending.setLength(0);
            statement(statement, where).ifPresent(steps::add);
        }
        return steps;
    }

    /// Ends the script.
    ///
    /// @return the step of a last line that was continued
    /// @throws ScriptException if that line is not part of a script
    public List<ScriptStep> end(String where) throws ScriptException {
        String rest = pending.toString().strip();
        pending.setLength(0);
        var step = endsWithSemicolon ? cardScript(rest, where) : statement(rest, where);
        return step.map(List::of).orElse(List.of());
    }

    private String withoutBlockComments(String line) {
        var code = new StringBuilder();
        int at = 0;
        while (at < line.length()) {
            int end = line.indexOf(inComment ? "*/" : "/*", at);
            if (!inComment) {
                code.append(line, at, end < 0 ? line.length() : end);
            }
            if (end < 0) {
                break;
            }
            inComment = !inComment;
            at = end + 2;
        }
        return code.toString();
    }

    private static Optional<ScriptStep> statement(String text, String where) throws ScriptException {
        Matcher telecom = TELECOM.matcher(text);
        if (telecom.matches()) {
            return telecom(telecom.group(1), telecom.group(2), where);
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "" -> Optional.empty();
            case "reset" -> Optional.of(new ScriptStep.Reset());
            case "exit", "quit" -> Optional.of(new ScriptStep.Exit());
            default -> Optional.of(new ScriptStep.Transmit(ScriptHex.parse(text, where)));
        };
    }

    /// A statement of Java Card's apdutool.
    private static Optional<ScriptStep> cardScript(String text, String where) throws ScriptException {
        if (text.equalsIgnoreCase("powerup")) {
            return Optional.of(new ScriptStep.Reset());
        }
        if (text.equalsIgnoreCase("powerdown")) {
            return Optional.of(new ScriptStep.PowerDown());
        }
        if (text.isEmpty() || ECHO_AND_SETTINGS.matcher(text).matches()) {
            return Optional.empty();
        }
        if (!text.regionMatches(true, 0, "0x", 0, 2)) {
            return statement(text, where);
        }
        Bytes command = ScriptHex.parse(text, where);
        boolean hasEmptyData = command.length() == HEADER + 2 && command.get(HEADER) == 0;
        return Optional.of(new ScriptStep.Transmit(
                hasEmptyData ? command.slice(0, HEADER).plus(command.slice(HEADER + 1, command.length())) : command));
    }

    private static Optional<ScriptStep> telecom(String keyword, String rest, String where) throws ScriptException {
        return switch (keyword) {
            case "RST" -> Optional.of(new ScriptStep.Reset());
            case "OFF" -> Optional.of(new ScriptStep.PowerDown());
            case "INI" -> {
                Bytes profile = ScriptHex.parse(rest, where);
                yield Optional.of(new ScriptStep.Transmit(
                        TERMINAL_PROFILE.plus(Bytes.of((byte) profile.length())).plus(profile)));
            }
            case "CMD" -> Optional.of(checked(rest, where));
            default -> Optional.empty(); // REM
        };
    }

    private static ScriptStep checked(String text, String where) throws ScriptException {
        Matcher parts = CHECKED.matcher(text);
        if (!parts.matches()) {
            throw new ScriptException(where + ": CMD takes a command, [data] and (status words)");
        }
        Bytes command = ScriptHex.parse(parts.group(1), where);
        Optional<String> data =
                Optional.ofNullable(parts.group(2)).map(ApduScript::compact).filter(t -> !t.isEmpty());
        List<String> statuses = parts.group(3) == null
                ? List.of()
                : Pattern.compile(",")
                        .splitAsStream(parts.group(3))
                        .map(ApduScript::compact)
                        .toList();
        return new ScriptStep.Transmit(
                command,
                data.isEmpty() && statuses.isEmpty() ? Optional.empty() : Optional.of(new Expectation(data, statuses)));
    }

    private static String compact(String text) {
        return text.replaceAll("\\s+", "");
    }
}
