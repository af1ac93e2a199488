/// The words that a shell offers at TAB. [dev.puce.cli.completion.Completer] reads the typed words with picocli's model
/// of the
/// commands. The scripts of the shells only ask puce and show the answer.
package dev.puce.cli.completion;
