/// Statistics over lists of ATRs: the values of every character and their counts.
///
/// [dev.puce.atr.statistics.AtrListCounter] streams lists of any size in bounded memory and returns
/// [dev.puce.atr.statistics.AtrStatistics]. [dev.puce.atr.statistics.CountingRule] determines which lines count.
/// [dev.puce.atr.statistics.ListGrowth] describes the growth of a list over time.
package dev.puce.atr.statistics;
