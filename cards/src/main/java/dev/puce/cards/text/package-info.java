/// Encodings of text and GUIDs on cards, beyond the hex of [dev.puce.iso7816.Bytes].
package dev.puce.cards.text;
