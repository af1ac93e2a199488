/// Values and codecs of ISO/IEC 7816. No I/O, no dependencies.
module dev.puce.iso7816 {
    exports dev.puce.iso7816;
    exports dev.puce.iso7816.atr;
}
