/// Fixtures that tests of several modules share. Not published.
module dev.puce.testkit {
    requires transitive dev.puce.pcsc;

    exports dev.puce.testkit;
}
