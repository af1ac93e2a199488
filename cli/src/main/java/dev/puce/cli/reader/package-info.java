/// Commands that use readers: `puce scan` and `puce send`.
package dev.puce.cli.reader;
