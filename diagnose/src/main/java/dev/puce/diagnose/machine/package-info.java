/// Checks of a machine, step by step: socket, daemon, library, readers, cards, other programs. Start with
/// [dev.puce.diagnose.machine.Doctor]. [dev.puce.diagnose.machine.ServiceCheck] has the part that every command uses
/// when it cannot reach PC/SC.
package dev.puce.diagnose.machine;
