package dev.puce.trace.render;

/// The colours of the views, as escape sequences of terminals (ECMA-48 SGR); empty strings where there is no
/// colour.
///
/// @param function name of a function
/// @param in       values that go in
/// @param out      values that come out
/// @param error    errors
/// @param faint    less important text
/// @param normal   ends any of them
public record Palette(String function, String in, String out, String error, String faint, String normal) {
    /// No colours.
    public static final Palette NONE = new Palette("", "", "", "", "", "");

    /// The colours that users of pcsc-spy are used to.
    public static final Palette ANSI =
            new Palette("\u001b[34m", "\u001b[32m", "\u001b[35m", "\u001b[01;31m", "\u001b[2m", "\u001b[0m");

    /// Colours of programs that are shown together; further programs use them again.
    private static final String[] PROGRAMS = {"36", "33", "32", "35", "34", "96", "93", "92", "95"};

    /// The start of a program's colour; empty if there are no colours.
    ///
    /// @param number the program, 0 for the first one
    String program(int number) {
        return isColoured() ? "\u001b[" + PROGRAMS[number % PROGRAMS.length] + "m" : "";
    }

    /// Whether there are colours.
    public boolean isColoured() {
        return !normal.isEmpty();
    }
}
