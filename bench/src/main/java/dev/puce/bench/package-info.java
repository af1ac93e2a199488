/// Benchmarks: one class per question.
///
/// [dev.puce.bench.TransmitBenchmark] and [dev.puce.bench.AtrBenchmark] run in JMH;
/// [dev.puce.bench.TransmitClient] is one of the programs that
/// `bench/transmit/run.sh` compares.
package dev.puce.bench;
