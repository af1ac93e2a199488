/// The ATR laboratory: card lists, identification, statistics.
module dev.puce.atr {
    requires transitive dev.puce.iso7816;
    requires tools.jackson.core;

    exports dev.puce.atr.list;
    exports dev.puce.atr.report;
    exports dev.puce.atr.statistics;
}
