/// A JUnit extension that gives each test its own PC/SC service, readers and cards.
module dev.puce.junit {
    requires dev.puce.backend;
    requires transitive dev.puce.cards;
    requires transitive dev.puce.replay;
    requires transitive dev.puce.service;
    requires transitive dev.puce.smartcardio;
    requires transitive org.junit.jupiter.api;

    exports dev.puce.junit;
}
