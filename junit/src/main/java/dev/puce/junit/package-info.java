/// A JUnit extension that gives each test a PC/SC service of its own, with virtual readers and cards or a
/// recording.
///
/// Start with [dev.puce.junit.WithReader] and [dev.puce.junit.WithRecording].
package dev.puce.junit;
