/// pcsc-lite's client/daemon protocol: encodes and decodes messages, without I/O.
module dev.puce.wire {
    requires transitive dev.puce.iso7816;

    exports dev.puce.wire;
}
