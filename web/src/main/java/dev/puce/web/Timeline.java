package dev.puce.web;

/// Number of rows and failures in equal spans of time.
///
/// @param from     start of the first span, in nanoseconds since the start of the trace
/// @param to       end of the last span
/// @param counts   number of rows in each span; empty if no time is known
/// @param failures number of failures in each span
@SuppressWarnings("ArrayRecordComponent") // never compared
record Timeline(long from, long to, int[] counts, int[] failures) {}
