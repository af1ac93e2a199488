/// Compares two executions, call by call, without what differs anyway: times, handles, pointers, process ids.
package dev.puce.trace.diff;
