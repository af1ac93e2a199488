/// Stands between PC/SC programs and pcscd, and shows what passes.
module dev.puce.spy {
    requires transitive dev.puce.iso7816;
    requires transitive dev.puce.pcsc;
    requires transitive dev.puce.wire;
    requires jdk.unsupported; // sun.misc.Signal
    requires tools.jackson.core;

    exports dev.puce.spy.attach;
    exports dev.puce.spy.relay;
    exports dev.puce.spy.live;
    exports dev.puce.spy.posix;
    exports dev.puce.spy;
    exports dev.puce.spy.assembler;
    exports dev.puce.spy.diff;
    exports dev.puce.spy.export;
    exports dev.puce.spy.filter;
    exports dev.puce.spy.log;
    exports dev.puce.spy.login;
    exports dev.puce.spy.recording;
    exports dev.puce.spy.redaction;
    exports dev.puce.spy.render;
    exports dev.puce.spy.source;
    exports dev.puce.spy.summary;
}
