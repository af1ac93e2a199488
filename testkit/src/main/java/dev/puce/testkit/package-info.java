/// Fixtures that tests of several modules share: sample calls, sinks, waits.
package dev.puce.testkit;
