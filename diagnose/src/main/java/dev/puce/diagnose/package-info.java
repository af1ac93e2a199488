/// Checks of a machine and a PC/SC service. [dev.puce.diagnose.CheckRun] calls every function once;
/// [dev.puce.diagnose.machine.Doctor] checks the machine step by step.
package dev.puce.diagnose;
