package dev.puce.cards.script;

/// Reports a line that is not part of any script format. The message names the place and the character. It does
/// not quote the line, because a command may contain a PIN.
public final class ScriptException extends Exception {
    private static final long serialVersionUID = 1L;

    /// Makes an exception.
    public ScriptException(String message) {
        super(message);
    }
}
