/// Checks of a machine and a PC/SC service, and diagnosis of traces: which layer is at fault.
module dev.puce.diagnose {
    requires transitive dev.puce.cards;
    requires transitive dev.puce.pcsc;
    requires transitive dev.puce.trace;
    requires transitive tools.jackson.core;
    requires dev.puce.posix;
    requires dev.puce.service;
    requires dev.puce.wire;

    exports dev.puce.diagnose;
    exports dev.puce.diagnose.finding;
    exports dev.puce.diagnose.machine;
    exports dev.puce.diagnose.macos;
    exports dev.puce.diagnose.report;
    exports dev.puce.diagnose.trace;
}
