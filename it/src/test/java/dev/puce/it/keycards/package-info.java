/// Cards with keys, driven by Java libraries.
package dev.puce.it.keycards;
