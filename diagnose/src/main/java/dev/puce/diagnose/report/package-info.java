/// The files of `puce report`: a redacted trace with its views, and the facts of the machine. Start with
/// [dev.puce.diagnose.report.Report].
package dev.puce.diagnose.report;
