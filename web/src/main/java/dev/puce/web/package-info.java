/// Traces in the browser. [dev.puce.web.WebPage] is the live page, [dev.puce.web.HtmlReport] the same page as one file.
///
/// Both show a [dev.puce.web.TraceIndex]: calls and rows in compressed blocks, with positions in flat arrays.
package dev.puce.web;
