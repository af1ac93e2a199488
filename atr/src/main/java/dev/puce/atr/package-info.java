/// The ATR laboratory: identification with card lists, statistics over lists, reports.
package dev.puce.atr;
