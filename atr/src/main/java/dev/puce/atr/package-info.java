/// The ATR laboratory: identification by card lists, statistics over whole lists, drawings.
package dev.puce.atr;
