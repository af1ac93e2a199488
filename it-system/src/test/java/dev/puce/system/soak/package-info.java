/// A soak test of the library: many threads, a daemon that dies repeatedly, and no leaks.
package dev.puce.system.soak;
