/// The ATR laboratory: card lists, identification, statistics.
module dev.puce.atr {
    requires transitive dev.puce.iso7816;
}
