package dev.puce.decode;

import dev.puce.decode.dictionary.ClassKind;
import dev.puce.decode.dictionary.CommandShape;

/// Recognises secure messaging in class bytes.
final class Protections {
    private Protections() {}

    static Protection of(CommandShape shape, Resolver.Meaning meaning) {
        if (!meaning.kind().hasChannel()) {
            return Protection.NONE;
        }
        int cla = shape.cla();
        boolean further = (cla & 0x40) != 0;
        int bits = further ? (cla & 0x20) >> 5 : cla >> 2 & 3;
        if (bits == 0) {
            return Protection.NONE;
        }
        if (meaning.kind() == ClassKind.INTERINDUSTRY) {
            return further || bits > 1 ? Protection.ISO : Protection.PROPRIETARY;
        }
        boolean globalPlatform = meaning.state().secure().isOpen()
                || meaning.instruction().family().equals("gp");
        return globalPlatform && bits == 1 ? Protection.GLOBALPLATFORM : Protection.PROPRIETARY;
    }
}
