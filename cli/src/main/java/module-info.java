/// The puce command.
module dev.puce.cli {
    requires dev.puce.atr;
    requires dev.puce.cards;
    requires dev.puce.decode;
    requires dev.puce.diagnose;
    requires dev.puce.iso7816;
    requires dev.puce.pcsc;
    requires dev.puce.replay;
    requires dev.puce.service;
    requires dev.puce.posix;
    requires dev.puce.spy;
    requires dev.puce.trace;
    requires dev.puce.web;
    requires info.picocli;
    requires java.logging;
    requires java.net.http;
    requires tools.jackson.core;

    uses dev.puce.atr.report.ChartPainter;
    uses dev.puce.cli.fleet.FleetEngine;
    uses dev.puce.spy.TelemetryExport;

    opens dev.puce.cli to
            info.picocli;
    opens dev.puce.cli.atr to
            info.picocli;
    opens dev.puce.cli.decode to
            info.picocli;
    opens dev.puce.cli.demo to
            info.picocli;
    opens dev.puce.cli.diagnose to
            info.picocli;
    opens dev.puce.cli.fleet to
            info.picocli;
    opens dev.puce.cli.reader to
            info.picocli;
    opens dev.puce.cli.service to
            info.picocli;
    opens dev.puce.cli.spy to
            info.picocli;
    opens dev.puce.cli.terminal to
            info.picocli;
    opens dev.puce.cli.trace to
            info.picocli;
    opens dev.puce.cli.web to
            info.picocli;
}
