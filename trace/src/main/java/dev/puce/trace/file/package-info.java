/// Opens trace files: finds the format of a file, decompresses it, and passes on its calls without secrets.
///
/// [dev.puce.trace.file.TraceFormats] lists the formats.
package dev.puce.trace.file;
