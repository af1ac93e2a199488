/// The help of every command: on a terminal ([dev.puce.cli.help.HelpPage]), as an overview
/// ([dev.puce.cli.help.CommandOverview]) and as a man page. All come from picocli's model of a command and its
/// [dev.puce.cli.help.Guide].
package dev.puce.cli.help;
