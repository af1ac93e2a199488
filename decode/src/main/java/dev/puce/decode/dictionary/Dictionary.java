package dev.puce.decode.dictionary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The joined families of one application, the most specific first and ISO/IEC 7816 last. Immutable apart from
/// its cache; any thread may use it.
public final class Dictionary {
    private static final InstructionRow[] NONE = {};

    private final List<Family> families;
    private final Map<ClassKind, InstructionRow[][]> instructions = new EnumMap<>(ClassKind.class);
    private final Map<String, TagScope> scopes = new ConcurrentHashMap<>();
    private final Map<Integer, List<FileRow>> files = new HashMap<>();
    private final Map<Integer, StatusRow> statuses = new ConcurrentHashMap<>();

    /// Joins families.
    ///
    /// @param families the most specific first
    public Dictionary(List<Family> families) {
        this.families = List.copyOf(families);
        for (var family : this.families) {
            family.instructions().forEach(this::add);
            for (var file : family.files()) {
                files.computeIfAbsent(file.id(), _ -> new ArrayList<>()).add(file);
            }
        }
    }

    private void add(InstructionRow row) {
        for (var kind : ClassKind.values()) {
            if (kind.isNamedBy(row.classes())) {
                var table = instructions.computeIfAbsent(kind, _ -> new InstructionRow[256][]);
                var rows = table[row.ins()] == null ? NONE : table[row.ins()];
                var more = Arrays.copyOf(rows, rows.length + 1);
                more[rows.length] = row;
                table[row.ins()] = more;
            }
        }
    }

    /// The families, the most specific first.
    public List<Family> families() {
        return families;
    }

    /// The meaning of a command; `null` if it has none.
    public InstructionRow instruction(ClassKind kind, CommandShape shape) {
        if (shape.ins() < 0) {
            return null;
        }
        var table = instructions.get(kind);
        var rows = table == null ? null : table[shape.ins()];
        if (rows != null) {
            for (var row : rows) {
                if (row.matches(shape)) {
                    return row;
                }
            }
        }
        return null;
    }

    /// The data objects within an enclosing one, by its tag in hex or the name of a structure.
    public TagScope tags(String parent) {
        var scope = scopes.get(parent);
        return scope != null ? scope : scopes.computeIfAbsent(parent, this::scope);
    }

    private TagScope scope(String parent) {
        var scope = new TagScope();
        for (var family : families) {
            family.tags().stream().filter(row -> row.parent().equals(parent)).forEach(scope::add);
            family.tags().stream().filter(row -> row.parent().equals("*")).forEach(scope::add);
        }
        return scope;
    }

    /// The file with this identifier; `null` if it is not known.
    ///
    /// @param df the current directory, -1 if unknown
    public FileRow file(int df, int id) {
        var rows = files.get(id);
        if (rows == null) {
            return null;
        }
        FileRow any = null;
        for (var row : rows) {
            if (row.df() == df) {
                return row;
            }
            if (any == null && (row.df() < 0 || df < 0)) {
                any = row;
            }
        }
        return any;
    }

    /// The file with this short identifier; `null` if it is not known.
    public FileRow shortFile(int df, int sfi) {
        FileRow any = null;
        for (var family : families) {
            for (var row : family.files()) {
                if (row.sfi() == sfi && sfi > 0) {
                    if (row.df() == df) {
                        return row;
                    }
                    if (any == null && (row.df() < 0 || df < 0)) {
                        any = row;
                    }
                }
            }
        }
        return any;
    }

    /// The meaning of a status word after an instruction; `null` if it has none.
    public StatusRow status(int ins, int status) {
        int key = ins << 16 | status;
        var cached = statuses.get(key);
        if (cached == null) {
            cached = findStatus(ins, status);
            if (cached != null && statuses.size() < 4096) {
                statuses.put(key, cached);
            }
        }
        return cached;
    }

    private StatusRow findStatus(int ins, int status) {
        for (var family : families) {
            StatusRow best = null;
            for (var row : family.statuses()) {
                if ((row.ins() < 0 || row.ins() == ins)
                        && row.pattern().matches(status)
                        && (best == null || precision(row) > precision(best))) {
                    best = row;
                }
            }
            if (best != null) {
                return best;
            }
        }
        return null;
    }

    private static int precision(StatusRow row) {
        return 2 * Long.bitCount(row.pattern().mask()) + (row.ins() >= 0 ? 1 : 0);
    }

    /// The keys of a CBOR map; empty if the map is not known.
    public Map<String, KeyRow> keys(String map) {
        var keys = new HashMap<String, KeyRow>();
        for (var family : families) {
            for (var row : family.keys()) {
                if (row.map().equals(map)) {
                    keys.putIfAbsent(row.key(), row);
                }
            }
        }
        return keys;
    }
}
