/// Reads macOS' unified log: the output of `log show` and `log stream` in every style, and lines copied from Console.
///
/// The log has APDUs, PC/SC calls by name, and events of readers, on separate lines of separate processes.
/// [dev.puce.trace.macos.MacosFormat] is the format. The lines are sorted by time; then a join finds out which
/// program an APDU belongs to. It marks what it infers.
package dev.puce.trace.macos;
