/// Selects the PC/SC backend of a machine: the native library (`ffm`) or pcscd's socket (`socket`).
package dev.puce.backend;
