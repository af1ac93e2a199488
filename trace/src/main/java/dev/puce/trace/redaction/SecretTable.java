package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The tables of this package: `secrets.tsv` by instruction, `features.tsv` by tag.
final class SecretTable {
    private static final SecretRule[] NO_RULES = {};
    private static final List<SecretRule> RULES =
            lines("secrets.tsv").stream().map(SecretRule::of).toList();
    private static final SecretRule[][] BY_INSTRUCTION = byInstruction();
    private static final ControlStructure[] FEATURES = features();

    private SecretTable() {}

    /// The lines of a table without comments.
    static List<String> lines(String name) {
        try (var in = SecretTable.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    private static SecretRule[][] byInstruction() {
        var table = new SecretRule[256][];
        for (int ins = 0; ins < table.length; ins++) {
            var rules = new ArrayList<SecretRule>();
            for (var rule : RULES) {
                if (rule.instructions().contains(ins)) {
                    rules.add(rule);
                }
            }
            table[ins] = rules.toArray(NO_RULES);
        }
        return table;
    }

    private static ControlStructure[] features() {
        var features = new ControlStructure[256];
        for (String line : lines("features.tsv")) {
            var structure = ControlStructure.of(line);
            features[structure.tag()] = structure;
        }
        return features;
    }

    /// All rows for commands, in order.
    static List<SecretRule> rules() {
        return RULES;
    }

    /// The first row that fits a command of at least four bytes; null if none fits.
    static SecretRule find(Bytes command, Selection selection) {
        for (var rule : BY_INSTRUCTION[command.get(1)]) {
            if (rule.fits(command, selection)) {
                return rule;
            }
        }
        return null;
    }

    /// Whether a row for such commands hides the command but not its response. Its conditions are not checked.
    static boolean mayHideCommandOnly(Bytes visible, Selection selection) {
        for (var rule : BY_INSTRUCTION[visible.get(1)]) {
            if (rule.mayFit(visible, selection) && (rule.hides() == Hides.COMMAND || rule.hides() == Hides.TUNNEL)) {
                return true;
            }
        }
        return false;
    }

    /// Whether an instruction has secret data in every class, as far as the first two bytes of a command tell.
    static boolean isSecretInstruction(int ins) {
        for (var rule : BY_INSTRUCTION[ins]) {
            if (rule.isEverywhere()
                    && rule.hides() == Hides.DATA
                    && rule.classes().cardinality() == 256) {
                return true;
            }
        }
        return false;
    }

    /// The structure of a feature; null if it has no secrets.
    static ControlStructure structure(int tag) {
        return tag < 0 || tag > 0xFF ? null : FEATURES[tag];
    }
}
