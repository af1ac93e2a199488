/// Commands about traces: `puce show`, `summary`, `diff`, `export`.
package dev.puce.cli.trace;
