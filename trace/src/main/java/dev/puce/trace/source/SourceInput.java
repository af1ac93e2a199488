package dev.puce.trace.source;

import dev.puce.trace.ProblemListener;
import java.io.InputStream;

/// The input of a format.
///
/// @param stream    the file from its first byte, decompressed; text is in UTF-8 or ASCII, without byte order mark
/// @param beginning the same first bytes, already read
/// @param problems  takes reports of what cannot be read
public record SourceInput(InputStream stream, Beginning beginning, ProblemListener problems) {}
