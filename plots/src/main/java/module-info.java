/// Plots and pages of ATR statistics.
module dev.puce.plots {
    requires transitive dev.puce.atr;
    requires java.desktop;
    requires java.xml;
    requires org.apache.xmlgraphics.batik.svggen;
    requires xchart;

    exports dev.puce.plots;
}
