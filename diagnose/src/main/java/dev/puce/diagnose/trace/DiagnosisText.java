package dev.puce.diagnose.trace;

import dev.puce.diagnose.finding.Evidence;
import dev.puce.diagnose.finding.TraceFinding;
import dev.puce.iso7816.Printable;
import dev.puce.trace.render.Palette;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A diagnosis for people: the verdict with its evidence, then the other findings.
public final class DiagnosisText {
    private static final int LABEL = 11;
    private static final String INDENT = "  ";
    private static final int MAX_NOTES = 12;

    private final Diagnosis diagnosis;
    private final Palette palette;
    private final int width;
    private final StringBuilder text = new StringBuilder();

    private DiagnosisText(Diagnosis diagnosis, Palette palette, int width) {
        this.diagnosis = diagnosis;
        this.palette = palette;
        this.width = width;
    }

    /// The diagnosis as lines.
    ///
    /// @param width columns of a line
    public static String of(Diagnosis diagnosis, Palette palette, int width) {
        return new DiagnosisText(diagnosis, palette, width).write();
    }

    /// The verdict alone, with its evidence; the empty string without a problem.
    ///
    /// @param width columns of a line
    public static String verdict(Diagnosis diagnosis, Palette palette, int width) {
        var writer = new DiagnosisText(diagnosis, palette, width);
        diagnosis.verdict().ifPresent(writer::verdict);
        return writer.text.toString();
    }

    private String write() {
        diagnosis.verdict().ifPresentOrElse(this::verdict, this::healthy);
        var others = diagnosis.others();
        if (!others.isEmpty()) {
            text.append('\n').append("Other findings\n");
            others.stream().limit(MAX_NOTES).forEach(this::other);
            if (others.size() > MAX_NOTES) {
                text.append(INDENT).append(others.size() - MAX_NOTES).append(" more; --json lists all\n");
            }
        }
        if (diagnosis.calls() > 0 && !diagnosis.notJudged().isEmpty()) {
            text.append('\n').append("Not judged, because the trace does not show it\n");
            diagnosis.notJudged().forEach(sentence -> labelled("", sentence, palette.faint(), 0));
        }
        return text.toString();
    }

    private void healthy() {
        if (diagnosis.calls() == 0) {
            paragraph("The trace has no calls, so puce cannot judge it.");
            return;
        }
        String expected = diagnosis.expected() == 0
                ? ""
                : " Probes, polls and queries among them: %d.".formatted(diagnosis.expected());
        paragraph("No problem found in " + count(diagnosis.calls(), "call") + "." + expected);
    }

    private void verdict(TraceFinding finding) {
        text.append(palette.error());
        paragraph(finding.text());
        text.append(palette.normal()).append('\n');
        labelled("fault", fault(finding), "", LABEL);
        evidence(finding.evidence());
        if (!finding.nextStep().isEmpty()) {
            labelled("next step", finding.nextStep(), "", LABEL);
        }
    }

    private void evidence(List<Evidence> evidence) {
        int numbers = evidence.stream()
                .mapToInt(calls -> calls.numbers().length())
                .max()
                .orElse(0);
        String label = "evidence";
        for (Evidence calls : evidence) {
            String number = " ".repeat(numbers - calls.numbers().length()) + calls.numbers();
            labelled(label, number + "  " + calls.text(), palette.faint(), LABEL);
            label = "";
        }
    }

    private void other(TraceFinding finding) {
        boolean problem = finding.isProblem();
        labelled(
                finding.severity().name().toLowerCase(Locale.ROOT),
                finding.text() + (problem ? " At fault: " + fault(finding) + "." : ""),
                problem ? palette.error() : palette.faint(),
                LABEL);
    }

    private static String fault(TraceFinding finding) {
        return finding.layer().words() + " (" + finding.confidence().name().toLowerCase(Locale.ROOT) + ")";
    }

    private void labelled(String label, String content, String colour, int labelWidth) {
        int indent = INDENT.length() + labelWidth;
        boolean first = true;
        for (String line : wrapped(Printable.of(content), width - indent)) {
            text.append(INDENT).append(first ? label : "");
            text.repeat(' ', indent - INDENT.length() - (first ? label.length() : 0));
            text.append(colour)
                    .append(line)
                    .append(colour.isEmpty() ? "" : palette.normal())
                    .append('\n');
            first = false;
        }
    }

    private void paragraph(String content) {
        text.append(String.join("\n", wrapped(Printable.of(content), width))).append('\n');
    }

    private static List<String> wrapped(String content, int room) {
        var lines = new ArrayList<String>();
        String rest = content;
        while (rest.length() > room) {
            int space = rest.lastIndexOf(' ', room);
            int to = space > room / 3 ? space : room;
            lines.add(rest.substring(0, to).stripTrailing());
            rest = rest.substring(to).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
