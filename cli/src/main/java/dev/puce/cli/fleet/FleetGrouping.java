package dev.puce.cli.fleet;

import java.util.Locale;

/// The property by which `puce fleet summary` groups calls.
public enum FleetGrouping {
    /// All calls are one group.
    NONE,
    /// The model of the reader: its name without index and serial number.
    READER,
    /// The ATR of the card.
    ATR,
    /// The program.
    PROGRAM,
    /// The machine.
    HOST,
    /// The day in UTC.
    DAY,
    /// The selected application of the card.
    APPLICATION,
    /// The instruction, in the words of the selected application.
    INSTRUCTION,
    /// The trace.
    TRACE;

    /// The name on the command line: `reader`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
