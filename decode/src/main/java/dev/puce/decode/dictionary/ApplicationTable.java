package dev.puce.decode.dictionary;

import dev.puce.iso7816.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The tables of applications (`applications.tsv`) and of ATRs that name one (`atrs.tsv`).
public final class ApplicationTable {
    private static final int LONGEST_AID = 16;

    /// An ATR with free digits.
    private record AtrPattern(String text, ApplicationRow application) {
        boolean matches(String atr) {
            boolean open = text.endsWith("*");
            int length = open ? text.length() - 1 : text.length();
            if (open ? atr.length() < length : atr.length() != length) {
                return false;
            }
            for (int i = 0; i < length; i++) {
                if (text.charAt(i) != 'X' && text.charAt(i) != atr.charAt(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final Map<String, ApplicationRow> BY_AID = new HashMap<>();
    private static final Map<String, ApplicationRow> BY_ID = new HashMap<>();
    private static final List<AtrPattern> ATRS = new ArrayList<>();

    static {
        for (var cells : rows("applications.tsv", 5)) {
            List<String> families =
                    cells.get(2).equals("-") ? List.of() : List.of(cells.get(2).split(" ", -1));
            var application = new ApplicationRow(cells.get(1), cells.get(3), families);
            if (!cells.get(0).equals("-") && BY_AID.put(cells.get(0), application) != null) {
                throw new IllegalStateException("applications.tsv has " + cells.get(0) + " twice");
            }
            BY_ID.putIfAbsent(application.id(), application);
        }
        for (var cells : rows("atrs.tsv", 3)) {
            ATRS.add(new AtrPattern(cells.get(0), ofId(cells.get(1)).orElseThrow()));
        }
    }

    private ApplicationTable() {}

    private static List<List<String>> rows(String resource, int columns) {
        return Family.lines(resource).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> {
                    var cells = List.of(line.split("\t", -1));
                    if (cells.size() != columns || cells.getLast().isBlank()) {
                        throw new IllegalStateException(resource + " has a malformed row: " + line);
                    }
                    return cells;
                })
                .toList();
    }

    /// The application with the longest known beginning of the AID.
    public static Optional<ApplicationRow> named(Bytes aid) {
        String hex = aid.slice(0, Math.min(aid.length(), LONGEST_AID)).toHex();
        for (int length = hex.length(); length >= 6; length -= 2) {
            var found = BY_AID.get(hex.substring(0, length));
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /// The application that a SELECT by name reaches. The name may be the beginning of an AID.
    ///
    /// @param sent  data of the SELECT
    /// @param found the full name in the card's answer; empty if there is none
    public static ApplicationRow selected(Bytes sent, Bytes found) {
        if (found.length() >= 5) {
            var byAnswer = named(found);
            if (byAnswer.isPresent() && !byAnswer.get().families().isEmpty()) {
                return byAnswer.get();
            }
        }
        var bySent = named(sent);
        if (bySent.isPresent() && !bySent.get().families().isEmpty()) {
            return bySent.get();
        }
        String hex = sent.toHex();
        return BY_AID.keySet().stream()
                .filter(aid -> hex.length() >= 10
                        && aid.startsWith(hex)
                        && !BY_AID.get(aid).families().isEmpty())
                .min((one, other) ->
                        one.length() != other.length() ? one.length() - other.length() : one.compareTo(other))
                .map(BY_AID::get)
                .or(() -> bySent)
                .orElseGet(() -> new ApplicationRow("other", hex, List.of()));
    }

    /// Every application with a short name of its own, the first of each name.
    public static List<ApplicationRow> known() {
        return BY_ID.values().stream()
                .sorted(Comparator.comparing(ApplicationRow::id))
                .toList();
    }

    /// The application with this short name.
    public static Optional<ApplicationRow> ofId(String id) {
        return Optional.ofNullable(BY_ID.get(id));
    }

    /// The application that the ATR names.
    public static Optional<ApplicationRow> ofAtr(Bytes atr) {
        String hex = atr.toHex();
        return ATRS.stream().filter(pattern -> pattern.matches(hex)).findFirst().map(AtrPattern::application);
    }

    /// All dictionaries that applications refer to.
    public static Set<String> families() {
        var families = new LinkedHashSet<String>();
        families.add("iso");
        BY_ID.values().forEach(application -> families.addAll(application.families()));
        BY_AID.values().forEach(application -> families.addAll(application.families()));
        return families;
    }
}
