/// The contract of the library `cards`, for every backend and daemon, and the card of its guide.
package dev.puce.it.cards;
