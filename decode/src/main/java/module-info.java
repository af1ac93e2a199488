/// Explains APDUs in the context of the card application. No I/O; depends on the values of ISO/IEC 7816 only.
module dev.puce.decode {
    requires transitive dev.puce.iso7816;

    exports dev.puce.decode;
    exports dev.puce.decode.value;
}
