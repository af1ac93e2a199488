/// The command line: one class per command. A command parses, calls and prints; what it knows lives in the other rooms.
package dev.puce.cli;
