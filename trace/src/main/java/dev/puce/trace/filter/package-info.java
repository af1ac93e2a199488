/// The language of `--filter`: which calls to show. Grammar and examples are in docs/reference/filters.md.
///
/// [dev.puce.trace.filter.Filter] is the entry point; it parses a text to a [dev.puce.trace.filter.Expression].
package dev.puce.trace.filter;
