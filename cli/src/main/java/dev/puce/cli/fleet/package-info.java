/// `puce fleet`: recordings of many machines. The add-on `fleet` does the work, in a process of its own.
package dev.puce.cli.fleet;
