/// A PC/SC service with virtual readers and cards.
module dev.puce.service {
    requires transitive dev.puce.iso7816;
    requires transitive dev.puce.pcsc;
    requires dev.puce.posix;
    requires dev.puce.wire;
    requires jdk.net;
    requires tools.jackson.core;

    exports dev.puce.service;
    exports dev.puce.service.card;
    exports dev.puce.service.card.filesystem;
    exports dev.puce.service.card.apdu;
    exports dev.puce.service.card.globalplatform;
    exports dev.puce.service.card.keycard;
    exports dev.puce.service.card.kind;
    exports dev.puce.service.card.keys;
    exports dev.puce.service.card.memory;
    exports dev.puce.service.control;
    exports dev.puce.service.reader;

    uses dev.puce.service.card.CardKind;
}
