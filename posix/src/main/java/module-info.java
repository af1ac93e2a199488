/// The few system calls that Java lacks: Unix-domain sockets with credentials, signals, terminals.
module dev.puce.posix {
    requires jdk.unsupported; // sun.misc.Signal

    exports dev.puce.posix;
}
