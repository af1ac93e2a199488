/// Options, input and output that several commands share.
package dev.puce.cli.terminal;
