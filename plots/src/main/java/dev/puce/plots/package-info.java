/// Charts of statistics: bar charts of tables, the growth of a list, and a page with all of them.
///
/// [dev.puce.plots.Plot] is a chart for export as PNG or SVG; [dev.puce.plots.StatisticsPage] is a study as one
/// self-contained HTML page. No display is necessary, but text needs fonts: fontconfig and one TrueType font.
package dev.puce.plots;
