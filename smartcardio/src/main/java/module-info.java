/// A javax.smartcardio provider over puce.
module dev.puce.smartcardio {
    requires transitive java.smartcardio;
    requires dev.puce.cards;
}
