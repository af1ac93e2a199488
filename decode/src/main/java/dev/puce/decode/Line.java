package dev.puce.decode;

/// An exchange in one line.
///
/// @param command the command in words: `READ RECORD 1 of SFI 2`
/// @param values  the most important values of command and response; empty if there are none
/// @param status  how it ended
public record Line(String command, String values, Status status) {
    /// Command and values: `GET DATA PIN try counter: 3`.
    public String words() {
        return values.isEmpty() ? command : command + ": " + values;
    }

    /// Values and status: `3 - 9000 done`, `6A82 not found`.
    public String answer() {
        String end = status.word().isPresent() && status.meaning().isEmpty() ? status + " done" : status.toString();
        return values.isEmpty() || end.isEmpty() ? values + end : values + " - " + end;
    }

    /// Everything in one line.
    @Override
    public String toString() {
        String end = status.toString();
        return end.isEmpty() ? words() : words() + " - " + end;
    }
}
