/// The friendly PC/SC library for Java.
module dev.puce.cards {
    requires transitive dev.puce.iso7816;
    requires transitive dev.puce.pcsc;
}
