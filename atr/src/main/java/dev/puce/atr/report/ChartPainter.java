package dev.puce.atr.report;

import java.io.IOException;

/// Draws charts as pictures. The add-on `plots` provides it, because it needs java.desktop.
@FunctionalInterface
public interface ChartPainter {
    /// Returns the chart as PNG, with two pixels for each of the chart.
    ///
    /// @throws IOException if the machine has no fonts
    byte[] png(Chart chart) throws IOException;
}
