package dev.puce.cli.fleet;

import dev.puce.atr.statistics.CountingRule;
import java.util.List;
import java.util.Optional;

/// A question about the recordings of many machines.
public sealed interface FleetJob {
    /// Files, folders and patterns with `*`; local, or with the scheme of a file system that Hadoop knows.
    List<String> paths();

    /// Counts calls, durations and errors.
    ///
    /// @param filter calls to count, in the language of `--filter`
    record Summary(List<String> paths, FleetGrouping grouping, Optional<String> filter) implements FleetJob {}

    /// Diagnoses each trace.
    ///
    /// @param eachTrace whether to show each trace instead of the totals by fault
    record Diagnose(List<String> paths, boolean eachTrace) implements FleetJob {}

    /// Counts lists of ATRs.
    record Atr(List<String> paths, CountingRule rule) implements FleetJob {}

    /// Finds calls.
    ///
    /// @param filter calls to find, in the language of `--filter`
    record Search(List<String> paths, String filter) implements FleetJob {}
}
