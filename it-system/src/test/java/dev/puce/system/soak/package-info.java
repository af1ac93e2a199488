/// A soak of the library: many threads, a daemon that dies again and again, and nothing that is left over.
package dev.puce.system.soak;
