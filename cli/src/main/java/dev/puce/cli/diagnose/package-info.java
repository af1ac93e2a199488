/// Commands that check a machine: `puce doctor` and `puce test`.
package dev.puce.cli.diagnose;
