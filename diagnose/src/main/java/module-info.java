/// Checks of a machine and a PC/SC service: which layer is at fault.
module dev.puce.diagnose {
    requires transitive dev.puce.cards;
    requires transitive dev.puce.pcsc;
    requires transitive dev.puce.trace;

    exports dev.puce.diagnose;
}
