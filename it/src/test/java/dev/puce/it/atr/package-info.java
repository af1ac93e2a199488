/// The ATR laboratory as a user has it: `puce atr` with readers, with servers that a list comes from, and its page in a
/// browser.
package dev.puce.it.atr;
