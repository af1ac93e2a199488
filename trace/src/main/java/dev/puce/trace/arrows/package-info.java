/// Reads logs in which a mark of the direction stands before hex: `>> 00A40400`, `<- 9000`, `SEND: 00a4`.
///
/// ykman, yubico-piv-tool, pyscard, pySim, scriptor, opensc-tool and many programs on Android write such lines.
/// [dev.puce.trace.arrows.ArrowsFormat] is the format. It is the last resort: it reads a file that no other format
/// recognises.
package dev.puce.trace.arrows;
