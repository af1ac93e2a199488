/// A recording that answers in place of the card.
module dev.puce.replay {
    requires transitive dev.puce.service;
    requires transitive dev.puce.trace;

    exports dev.puce.replay;

    provides dev.puce.service.card.CardKind with
            dev.puce.replay.ReplayCardKind;
}
