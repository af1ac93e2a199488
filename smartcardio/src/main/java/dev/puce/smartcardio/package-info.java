/// A javax.smartcardio provider over puce: programs for the JDK's API run on it unchanged.
///
///     TerminalFactory factory = TerminalFactory.getInstance("PC/SC", null, new PuceProvider());
///
/// It adapts the library of [dev.puce.cards] to the API and contains no PC/SC logic. It follows the specification;
/// [dev.puce.smartcardio.TerminalOptions] lists the choices. Failures are CardExceptions that implement
/// [dev.puce.smartcardio.PcscFailure], which has the return code.
package dev.puce.smartcardio;
