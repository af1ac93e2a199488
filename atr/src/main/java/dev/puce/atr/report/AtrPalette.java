package dev.puce.atr.report;

import dev.puce.iso7816.atr.Finding.Severity;

/// How text is set off on a terminal.
public enum AtrPalette {
    /// No colour at all.
    PLAIN,
    /// ANSI escape sequences.
    ANSI;

    /// A headline.
    String heading(String text) {
        return paint("1", text);
    }

    /// The name of a character of the ATR.
    String name(String text) {
        return paint("36", text);
    }

    /// Bytes in hex.
    String bytes(String text) {
        return paint("33", text);
    }

    /// A card that was found.
    String card(String text) {
        return paint("32", text);
    }

    /// What matters less than the rest.
    String detail(String text) {
        return paint("2", text);
    }

    /// The severity of a finding.
    String severity(Severity severity, String text) {
        return paint(
                switch (severity) {
                    case ERROR -> "1;31";
                    case WARNING -> "35";
                    case NOTE -> "2";
                },
                text);
    }

    private String paint(String code, String text) {
        return this == PLAIN ? text : "\033[" + code + "m" + text + "\033[0m";
    }
}
