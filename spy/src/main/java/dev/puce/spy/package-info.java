/// Stands between PC/SC programs and pcscd: relay, assembler, recording, rendering, redaction.
package dev.puce.spy;
