/// ATR commands: `puce atr` and its subcommands.
package dev.puce.cli.atr;
