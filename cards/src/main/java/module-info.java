/// The friendly PC/SC library for Java.
module dev.puce.cards {
    requires transitive dev.puce.iso7816;
    requires transitive dev.puce.pcsc;
    requires dev.puce.backend;
    requires dev.puce.decode;

    exports dev.puce.cards;
    exports dev.puce.cards.apdu;
    exports dev.puce.cards.event;
    exports dev.puce.cards.part10;
    exports dev.puce.cards.script;
    exports dev.puce.cards.status;
    exports dev.puce.cards.text;
    exports dev.puce.cards.trace;
}
