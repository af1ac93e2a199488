package dev.puce.cards.script;

/// Reports a line that is not part of any script format. The message names the place and the character, and does not
/// quote the line, since a command may hold a PIN.
public final class ScriptException extends Exception {
    private static final long serialVersionUID = 1L;

    /// Makes an exception.
    public ScriptException(String message) {
        super(message);
    }
}
