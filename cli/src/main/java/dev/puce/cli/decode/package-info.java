/// `puce decode`: explains commands, responses, data objects, status words and AIDs.
package dev.puce.cli.decode;
