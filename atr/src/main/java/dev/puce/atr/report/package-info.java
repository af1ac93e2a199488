/// Reports of ATRs and statistics: text, JSON, CSV, Markdown and drawings.
///
/// [dev.puce.atr.report.IdentifiedAtr] is the input of the reports of one ATR.
package dev.puce.atr.report;
