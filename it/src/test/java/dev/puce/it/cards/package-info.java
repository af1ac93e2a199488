/// The library with the real parts, and the examples of its guide, which are taken from here into `docs/`.
package dev.puce.it.cards;
