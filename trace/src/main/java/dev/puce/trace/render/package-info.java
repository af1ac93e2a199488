/// Shows calls to people and programs: exchanges in words, one line per call, JSON Lines.
///
/// [dev.puce.trace.render.CompactRenderer] is the default view, [dev.puce.trace.render.CallsRenderer] prints one line
/// per call. [dev.puce.trace.pcscspy.PcscSpyView] prints calls in pcsc-spy's layout, and
/// [dev.puce.trace.pcscspy.PcscSpyRenderer] a raw log of libpcscspy. All write through
/// [dev.puce.trace.TextBuffer], which makes no garbage.
package dev.puce.trace.render;
