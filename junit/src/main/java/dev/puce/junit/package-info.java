/// A JUnit extension that gives each test its own PC/SC service, with virtual readers and cards or a recording.
///
/// Start with [dev.puce.junit.WithReader] and [dev.puce.junit.WithRecording].
package dev.puce.junit;
