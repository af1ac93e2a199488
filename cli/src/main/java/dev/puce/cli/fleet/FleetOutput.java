package dev.puce.cli.fleet;

import dev.puce.trace.render.Palette;

/// The form of a result.
public sealed interface FleetOutput {
    /// For people, on standard output.
    record Text(Palette palette, int width) implements FleetOutput {}

    /// For scripts, on standard output.
    record Json() implements FleetOutput {}

    /// A new folder of Parquet files.
    record Parquet(String path) implements FleetOutput {}
}
