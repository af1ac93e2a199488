/// Card lists: which card has which ATR.
///
/// [dev.puce.atr.list.CardList] reads a list in the format of pcsc-tools' `smartcard_list.txt` and identifies ATRs
/// by an index; [dev.puce.atr.list.CardListFile] knows where lists lie on a machine.
package dev.puce.atr.list;
