/// A javax.smartcardio provider over puce.
module dev.puce.smartcardio {
    requires transitive java.smartcardio;
    requires transitive dev.puce.cards;

    exports dev.puce.smartcardio;

    provides java.security.Provider with
            dev.puce.smartcardio.PuceProvider;
}
