/// The contract of the backends, for every daemon.
package dev.puce.it.pcsc;
