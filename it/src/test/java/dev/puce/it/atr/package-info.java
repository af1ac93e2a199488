/// `puce atr update` with a server of card lists.
package dev.puce.it.atr;
