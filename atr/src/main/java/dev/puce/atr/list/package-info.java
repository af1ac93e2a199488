/// Card lists: they map ATRs to cards.
///
/// [dev.puce.atr.list.CardList] reads a list in the format of pcsc-tools' `smartcard_list.txt` and identifies
/// ATRs with an index. [dev.puce.atr.list.CardListFile] finds lists on a machine.
package dev.puce.atr.list;
