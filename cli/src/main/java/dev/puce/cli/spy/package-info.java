/// `puce spy`: options, the spied program, the outputs.
package dev.puce.cli.spy;
