/// Live traces as OpenTelemetry spans and metrics, for `puce spy --otlp`.
///
/// [dev.puce.otlp.OtlpExport] configures the SDK and its exporter. [dev.puce.otlp.OtlpOutput] receives the trace.
/// `docs/reference/telemetry.md` lists the names.
package dev.puce.otlp;
