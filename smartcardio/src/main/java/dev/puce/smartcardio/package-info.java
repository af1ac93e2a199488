/// A javax.smartcardio provider over puce: programs that use the JDK's API run on it without a change.
///
///     TerminalFactory factory = TerminalFactory.getInstance("PC/SC", null, new PuceProvider());
///
/// It adapts the library of [dev.puce.cards] to the API and has no PC/SC logic of its own. Semantics are those
/// of the specification; [dev.puce.smartcardio.TerminalOptions] has what can be chosen. Failures are
/// CardExceptions that are also [dev.puce.smartcardio.PcscFailure]s, with the return code.
package dev.puce.smartcardio;
