/// The answer to reset (ATR): what a card says when it is powered on (ISO/IEC 7816-3, clause 8; historical bytes
/// ISO/IEC 7816-4, clause 12.1.1).
///
/// [dev.puce.iso7816.atr.Atr] takes any bytes and never refuses them: what is wrong becomes a
/// [dev.puce.iso7816.atr.Finding], what is unknown stays a value. [dev.puce.iso7816.atr.AtrExplanation] puts the
/// whole into words, character by character; [dev.puce.iso7816.atr.AtrBuilder] goes the other way.
package dev.puce.iso7816.atr;
