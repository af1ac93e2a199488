/// The language of `--filter`: which calls to show. Grammar and examples are in docs/reference/filters.md.
///
/// [dev.puce.trace.filter.Filter] is where to start; what it parses to is a [dev.puce.trace.filter.Expression].
package dev.puce.trace.filter;
