/// Stands between PC/SC programs and pcscd, and shows what passes.
module dev.puce.spy {
    requires transitive dev.puce.iso7816;
    requires transitive dev.puce.pcsc;
    requires dev.puce.wire;
    requires tools.jackson.core;

    exports dev.puce.spy;
    exports dev.puce.spy.log;
}
