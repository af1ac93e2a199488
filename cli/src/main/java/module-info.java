/// The puce command.
module dev.puce.cli {
    requires dev.puce.atr;
    requires dev.puce.cards;
    requires dev.puce.iso7816;
    requires dev.puce.pcsc;
    requires dev.puce.plots;
    requires dev.puce.replay;
    requires dev.puce.service;
    requires dev.puce.spy;
    requires info.picocli;
    requires java.net.http;
    requires tools.jackson.core;

    opens dev.puce.cli to
            info.picocli;
}
