package dev.puce.atr.report;

import dev.puce.iso7816.atr.Finding.Severity;

/// Highlights text on a terminal.
public enum AtrPalette {
    /// No colours.
    PLAIN,
    /// ANSI escape sequences.
    ANSI;

    /// Highlights a headline.
    String heading(String text) {
        return paint("1", text);
    }

    /// Highlights the name of a character of the ATR.
    String name(String text) {
        return paint("36", text);
    }

    /// Highlights bytes in hex.
    String bytes(String text) {
        return paint("33", text);
    }

    /// Highlights a matching card.
    String card(String text) {
        return paint("32", text);
    }

    /// Dims less important text.
    String detail(String text) {
        return paint("2", text);
    }

    /// Highlights the severity of a finding.
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
