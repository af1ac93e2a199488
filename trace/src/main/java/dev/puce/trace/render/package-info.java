/// Shows calls to people and programs: exchanges in words, one line per call, JSON Lines.
///
/// [dev.puce.trace.render.CompactRenderer] is the default view, [dev.puce.trace.render.CallsRenderer] prints one line
/// per call. [dev.puce.trace.pcscspy.PcscSpyRenderer] prints what pcsc-spy prints, from a log as it is or from calls
/// of any source. All write through [dev.puce.trace.TextBuffer], which makes no garbage.
package dev.puce.trace.render;
