/// Statistics over lists of ATRs: for every character, which values occur and how often.
///
/// [dev.puce.atr.statistics.AtrListCounter] streams lists of any size in flat memory and returns
/// [dev.puce.atr.statistics.AtrStatistics]; [dev.puce.atr.statistics.CountingRule] says which lines count.
/// [dev.puce.atr.statistics.ListGrowth] is about how a list grows over time.
package dev.puce.atr.statistics;
