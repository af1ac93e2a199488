/// Live capture of PC/SC calls in front of pcscd.
module dev.puce.spy {
    requires transitive dev.puce.posix;
    requires transitive dev.puce.trace;
    requires transitive dev.puce.wire;

    exports dev.puce.spy;
    exports dev.puce.spy.attach;
    exports dev.puce.spy.live;
    exports dev.puce.spy.macos;
}
