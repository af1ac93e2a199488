/// Statistics as pictures: bar charts of tables, the growth of a list, and a page with all of them.
///
/// [dev.puce.plots.Plot] is a chart that can be written as PNG or SVG; [dev.puce.plots.StatisticsPage] is the
/// whole study as one self-contained HTML page. Works without a display; text needs fonts, that is fontconfig
/// and one TrueType font.
package dev.puce.plots;
