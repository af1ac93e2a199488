/// A JUnit extension: tests get a PC/SC service, readers and cards of their own.
module dev.puce.junit {
    requires dev.puce.backend;
    requires transitive dev.puce.replay;
    requires transitive dev.puce.service;
    requires transitive org.junit.jupiter.api;

    exports dev.puce.junit;
}
