/// The vocabulary of PC/SC calls, and who answers them.
module dev.puce.pcsc {
    requires transitive dev.puce.iso7816;
    requires dev.puce.wire;

    exports dev.puce.pcsc;
}
