/// The ATR laboratory: card lists, identification, statistics.
module dev.puce.atr {
    requires transitive dev.puce.iso7816;

    exports dev.puce.atr.list;
}
