package dev.puce.system.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The final output of [SoakProgram].
///
/// @param failures number of failures for each name of a return code
/// @param faults   other exceptions
record SoakReport(
        ProcessFigures before,
        ProcessFigures after,
        long sessions,
        long exchanges,
        long events,
        Map<String, Long> failures,
        List<String> faults) {
    private static final String FAILURE = "failure ";

    static SoakReport parse(String output) {
        var values = new TreeMap<String, String>();
        var failures = new TreeMap<String, Long>();
        var faults = new ArrayList<String>();
        for (String line : output.lines().toList()) {
            String[] parts = line.split(": ", 2);
            if (line.startsWith("fault: ")) {
                faults.add(parts[1]);
            } else if (line.startsWith(FAILURE)) {
                failures.put(parts[0].substring(FAILURE.length()), Long.parseLong(parts[1]));
            } else if (parts.length == 2) {
                values.put(parts[0], parts[1]);
            }
        }
        return new SoakReport(
                ProcessFigures.parse(values.get("before")),
                ProcessFigures.parse(values.get("after")),
                Long.parseLong(values.get("sessions")),
                Long.parseLong(values.get("exchanges")),
                Long.parseLong(values.get("events")),
                failures,
                faults);
    }
}
