/// Recordings: calls as JSON Lines, a header first, then one line per call; see docs/reference/recordings.md and
/// docs/reference/recording.schema.json for what is in them.
///
/// [dev.puce.trace.recording.RecordingWriter] writes each call with one write, so that a recorder that is killed
/// leaves a file of whole lines; [dev.puce.trace.recording.RecordingReader] reads it back.
package dev.puce.trace.recording;
