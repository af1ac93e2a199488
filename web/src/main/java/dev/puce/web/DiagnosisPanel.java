package dev.puce.web;

import dev.puce.diagnose.trace.DiagnosisJson;
import dev.puce.diagnose.trace.TraceDiagnosis;
import java.io.IOException;

/// The diagnosis of a trace as a JSON object, as `puce diagnose --json` prints it.
final class DiagnosisPanel {
    private DiagnosisPanel() {}

    /// Diagnoses the calls so far.
    static String json(TraceIndex index) throws IOException {
        var diagnosis = new TraceDiagnosis();
        index.calls().readAll(diagnosis);
        var result = diagnosis.result();
        return Json.object(json -> DiagnosisJson.write(json, result));
    }
}
