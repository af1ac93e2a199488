/// The state of a trace at one call: programs, readers, connections and transactions. Start with [Situation].
package dev.puce.diagnose.trace.situation;
