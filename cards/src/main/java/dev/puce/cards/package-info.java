/// The friendly PC/SC library for Java: readers, cards, transactions, monitors.
package dev.puce.cards;
