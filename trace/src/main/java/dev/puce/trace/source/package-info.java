/// Opens what calls can be read from, whatever it is: a recording of puce, or a log of libpcscspy of either
/// generation.
package dev.puce.trace.source;
