/// Recordings of many machines on Apache Spark. [dev.puce.fleet.SparkFleet] answers the questions of `puce fleet`.
///
/// A trace is the unit of work: its calls are read in order by one task, with puce's own reader, filter and rules.
/// Partial results add up ([dev.puce.fleet.PartialResult]).
package dev.puce.fleet;
