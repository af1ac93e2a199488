/// Taking the place of a running daemon's socket, so that every program of the machine is seen and none is
/// restarted; and giving it back, whatever happens meanwhile.
///
/// Start with [AttachedSocket], which does it; [DaemonSocketFiles] knows the files and their states; [Attachment]
/// keeps the place while daemons come and go; [RestoreWatchdog] gives it back when puce is killed.
package dev.puce.spy.attach;
