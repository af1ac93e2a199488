/// Charts of statistics as PNG, drawn with java.desktop. `dev.puce.atr` lays the charts out and writes them as SVG.
///
/// This is an add-on, so that a runtime image needs no java.desktop. Text needs fonts: fontconfig and one TrueType
/// font.
package dev.puce.plots;
