/// pcsc-lite's client/daemon protocol: messages to bytes and back. No I/O.
module dev.puce.wire {
    requires transitive dev.puce.iso7816;

    exports dev.puce.wire;
}
