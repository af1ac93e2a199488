package dev.puce.decode.dictionary;

/// The value that GET DATA returns: the data object that P1-P2 or a tag list in the command names, with or
/// without its tag, depending on the card.
final class ObjectFormat implements Format {
    private static final int TAG_LIST = 0x5C;

    private final String parent;

    ObjectFormat(String parent) {
        this.parent = parent.isEmpty() ? "*" : parent;
    }

    @Override
    public void write(Field field, View bytes, DictionaryScope scope, Out out) {
        int tag = scope.p12();
        boolean any = false;
        boolean odd = (scope.ins() & 1) != 0 || scope.p12() == 0x3FFF;
        if (odd) {
            View wanted = Tlv.find(scope.command(), TAG_LIST);
            any = wanted.isEmpty();
            tag = wanted.length() > 4 || any ? -1 : (int) wanted.number();
        }
        var row = tag == -1 ? null : scope.dictionary().tags(parent).row(tag);
        var objects = new Tlv(bytes);
        boolean wrapped = objects.next() && (objects.tag() == tag || (odd && objects.tag() == 0x53));
        boolean cut = objects.isCut() && (any || objects.tag() == tag);
        if (row == null || cut) {
            if (wrapped || cut || TlvFormat.isEvident(bytes, scope)) {
                out.open(field, "", bytes);
                TlvFormat.objects(parent, TlvFormat.Syntax.BER, bytes, scope, out);
                out.close();
            } else {
                out.hex(field, bytes);
            }
        } else if (wrapped && objects.rest().isEmpty()) {
            row.format().requested().write(objects.value(), scope, out);
        } else {
            row.format().requested().write(bytes, scope, out);
        }
    }
}
