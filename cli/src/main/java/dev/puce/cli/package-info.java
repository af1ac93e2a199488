/// The command line: one class per command. A command parses, calls and prints. The other modules hold the domain
/// logic.
package dev.puce.cli;
