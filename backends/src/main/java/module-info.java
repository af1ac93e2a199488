/// PC/SC backends: the native library through FFM, and pcscd's socket in pure Java.
module dev.puce.backend {
    requires transitive dev.puce.pcsc;
    requires dev.puce.posix;
    requires dev.puce.wire;

    provides dev.puce.pcsc.PcscProvider with
            dev.puce.backend.Backends;
}
