/// Live capture of PC/SC calls in front of pcscd: relay, assembler, attach, login sessions.
module dev.puce.spy {
    requires transitive dev.puce.posix;
    requires transitive dev.puce.trace;
    requires transitive dev.puce.wire;

    exports dev.puce.spy.assembler;
    exports dev.puce.spy.attach;
    exports dev.puce.spy.live;
    exports dev.puce.spy.login;
    exports dev.puce.spy.relay;
}
