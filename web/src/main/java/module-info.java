/// Traces in the browser: a live page behind a local server, and the same page as one HTML file.
module dev.puce.web {
    requires transitive dev.puce.spy;
    requires transitive dev.puce.trace;
    requires dev.puce.diagnose;
    requires jdk.httpserver;
    requires tools.jackson.core;

    exports dev.puce.web;
}
