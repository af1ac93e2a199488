/// The vocabulary of PC/SC: calls, results, return codes, attributes, control codes.
module dev.puce.pcsc {
    requires transitive dev.puce.iso7816;

    exports dev.puce.pcsc;

    uses dev.puce.pcsc.PcscProvider;
}
