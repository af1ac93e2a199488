/// The few system calls that Java lacks: Unix sockets with credentials, signals, terminals, safe files.
module dev.puce.posix {
    requires jdk.unsupported; // sun.misc.Signal

    exports dev.puce.posix;
}
