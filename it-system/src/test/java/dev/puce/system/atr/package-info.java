/// `puce atr` with readers of a real daemon, on a terminal, and its page of statistics in a browser.
package dev.puce.system.atr;
