/// Checks of a machine and a PC/SC service. [dev.puce.diagnose.CheckRun] calls every function once;
/// [dev.puce.diagnose.Doctor] tries every way to PC/SC.
package dev.puce.diagnose;
