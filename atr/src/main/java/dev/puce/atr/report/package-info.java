/// An ATR for people and programs: text, JSON and a drawing.
///
/// [dev.puce.atr.report.IdentifiedAtr] is what all three show.
package dev.puce.atr.report;
