/// Traces in the browser: a live page behind a local server, and the same page as one HTML file. Also the page of
/// ATR statistics.
module dev.puce.web {
    requires transitive dev.puce.atr;
    requires transitive dev.puce.spy;
    requires transitive dev.puce.trace;
    requires dev.puce.diagnose;
    requires jdk.httpserver;
    requires tools.jackson.core;

    exports dev.puce.web;
}
