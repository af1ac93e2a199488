package dev.puce.spy.assembler;

import dev.puce.pcsc.Function;
import dev.puce.testkit.Transcript;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A call as noted by the program that made a recording.
///
/// @param arguments the text between the parentheses
/// @param code      the return code
/// @param results   the other results, `name=value`; empty if the call did not return
record ApiCall(
        long startMicros, Function function, String arguments, Optional<Integer> code, Map<String, String> results) {
    /// The calls of a recording that reach the daemon, in order of their start.
    static List<ApiCall> of(Transcript transcript) {
        var calls = new ArrayList<ApiCall>();
        var running = new ArrayList<ApiCall>();
        boolean cancelIsLocal = false;
        for (Transcript.Line line : transcript.lines()) {
            if (line instanceof Transcript.Api api) {
                switch (api.mark()) {
                    case '>' -> running.add(begin(api));
                    case '<' -> {
                        ApiCall done = end(api, running);
                        boolean local = cancelIsLocal && done.function() == Function.CANCEL;
                        if (!local && reachesDaemon(done)) {
                            calls.add(done);
                        }
                    }
                    default -> cancelIsLocal |= api.text().startsWith("now SCardCancel while nothing waits");
                }
            }
        }
        running.stream().filter(ApiCall::reachesDaemon).forEach(calls::add);
        calls.sort(Comparator.comparingLong(ApiCall::startMicros));
        return calls;
    }

    /// Names of the flags and numbers in hex.
    int hex(String name) {
        return Integer.parseUnsignedInt(results.get(name), 16);
    }

    private static boolean reachesDaemon(ApiCall call) {
        return call.function() != Function.IS_VALID_CONTEXT && call.function() != Function.LIST_READER_GROUPS;
    }

    private static ApiCall begin(Transcript.Api api) {
        int parenthesis = api.text().indexOf('(');
        String name = parenthesis < 0 ? api.text() : api.text().substring(0, parenthesis);
        String arguments = parenthesis < 0
                ? ""
                : api.text().substring(parenthesis + 1, api.text().lastIndexOf(')'));
        return new ApiCall(api.micros(), Function.of(name).orElseThrow(), arguments, Optional.empty(), Map.of());
    }

    private static ApiCall end(Transcript.Api api, List<ApiCall> running) {
        String[] sides = api.text().split(" = ", 2);
        String name = sides[0].replaceFirst("\\(.*", "");
        String[] words = sides[1].split(" ", -1);
        for (Iterator<ApiCall> calls = running.iterator(); calls.hasNext(); ) {
            ApiCall call = calls.next();
            if (call.function().symbol().equals(name)) {
                calls.remove();
                var results = new HashMap<String, String>();
                for (String word : words) {
                    String[] pair = word.split("=", 2);
                    results.put(pair[0], pair.length == 2 ? pair[1] : "");
                }
                int first = sides[1].indexOf("first=\"");
                if (first >= 0) {
                    results.put("first", sides[1].substring(first + 7, sides[1].length() - 1));
                }
                return new ApiCall(
                        call.startMicros(),
                        call.function(),
                        call.arguments(),
                        Optional.of(Integer.parseUnsignedInt(words[0], 16)),
                        results);
            }
        }
        throw new IllegalArgumentException("returned from what was not called: " + api.text());
    }
}
