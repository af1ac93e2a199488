/// Java Card applets as virtual cards, in the simulator jCardSim.
///
/// It is an add-on with a class loader of its own, as the simulator is large and has no Java module. puce
/// loads no part of it before the first request for an applet.
package dev.puce.javacard;
