/// Programs that puce starts: the COMMAND of `puce spy`, `puce serve` and `puce replay`.
package dev.puce.cli.program;
