/// Values and codecs of ISO/IEC 7816, without I/O and dependencies.
module dev.puce.iso7816 {
    exports dev.puce.iso7816;
    exports dev.puce.iso7816.atr;
}
