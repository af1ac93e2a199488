/// Live capture on macOS, where no program can stand between an application and PC/SC. puce reads the unified log as it
/// is written.
///
/// [dev.puce.spy.macos.LogSession] is the whole: a [dev.puce.spy.macos.LineFeed] brings the lines, `trace` joins them
/// to
/// calls, and the outputs are those of the relay.
package dev.puce.spy.macos;
