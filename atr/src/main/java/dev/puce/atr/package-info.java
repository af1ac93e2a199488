/// The ATR laboratory: card lists, identification, statistics.
package dev.puce.atr;
