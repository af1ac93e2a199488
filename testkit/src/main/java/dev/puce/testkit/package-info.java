/// Fixtures that tests of several modules share: sample calls, recorded conversations, PC/SC in memory, waits,
/// skips.
package dev.puce.testkit;
