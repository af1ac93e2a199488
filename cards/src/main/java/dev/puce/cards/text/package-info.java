/// Texts and numbers as cards write them, beyond the hex that [dev.puce.iso7816.Bytes] reads and writes.
package dev.puce.cards.text;
