/// Replaces the socket of a running daemon, so that puce sees all programs of the machine without restarting
/// any, and restores it in every case.
///
/// Start with [AttachedSocket], which replaces and restores. [DaemonSocketFiles] knows the files and their states.
/// [Attachment] stays attached while daemons come and go. [RestoreWatchdog] restores the socket if puce is killed.
package dev.puce.spy.attach;
