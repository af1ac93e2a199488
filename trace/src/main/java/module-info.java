/// Traces of PC/SC calls: recordings, logs of other tools, filters, redaction, rendering, summary, diff, export.
module dev.puce.trace {
    requires transitive dev.puce.iso7816;
    requires transitive dev.puce.pcsc;
    requires transitive dev.puce.decode;
    requires tools.jackson.core;

    exports dev.puce.trace;
    exports dev.puce.trace.arrows;
    exports dev.puce.trace.diff;
    exports dev.puce.trace.export;
    exports dev.puce.trace.file;
    exports dev.puce.trace.filter;
    exports dev.puce.trace.macos;
    exports dev.puce.trace.pcscspy;
    exports dev.puce.trace.info;
    exports dev.puce.trace.recording;
    exports dev.puce.trace.redaction;
    exports dev.puce.trace.render;
    exports dev.puce.trace.session;
    exports dev.puce.trace.source;
    exports dev.puce.trace.summary;
}
