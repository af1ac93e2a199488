package dev.puce.trace.render;

/// How much each line says of the program that makes a call.
public enum Who {
    /// Its name, process id and connection.
    PROGRAM,
    /// Also the user as whom it runs, by number.
    USER,
    /// Also its container or sandbox and its command line, as far as they are known.
    ALL
}
