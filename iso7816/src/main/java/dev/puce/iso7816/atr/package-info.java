/// The answer to reset (ATR): the bytes that a card sends at power-on (ISO/IEC 7816-3, clause 8; historical bytes
/// in ISO/IEC 7816-4, clause 12.1.1).
///
/// [dev.puce.iso7816.atr.Atr] accepts any bytes: errors become a [dev.puce.iso7816.atr.Finding], unknown values
/// stay values. [dev.puce.iso7816.atr.AtrExplanation] explains an ATR character by character;
/// [dev.puce.iso7816.atr.AtrBuilder] builds ATRs.
package dev.puce.iso7816.atr;
