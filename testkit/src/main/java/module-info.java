/// Fixtures that tests of several modules share. Not published.
module dev.puce.testkit {
    requires transitive dev.puce.pcsc;
    requires org.junit.jupiter.api;

    exports dev.puce.testkit;
}
