package org.allmende.ledger.encoding;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Makes the tree of forms of one type of key and refuses what cannot be sorted by its bytes. Used once and thrown away. */
final class KeyForms {
    private final Set<Class<?>> open = new HashSet<>();

    /** @param last whether nothing of the key follows the record */
    Form ofRecord(Class<?> type, boolean last) {
        if (!open.add(type)) {
            throw new IllegalArgumentException(type.getSimpleName() + " holds its own kind: a key is finite");
        }
        RecordShape shape = new RecordShape(type);
        RecordForm form = new RecordForm(shape);
        Form[] components = new Form[shape.size()];
        for (int i = 0; i < components.length; i++) {
            components[i] = of(shape.component(i), last && i == components.length - 1, shape.where(i));
        }
        form.components(components);
        form.settle();
        open.remove(type);
        return form;
    }

    private Form of(AnnotatedType annotated, boolean last, String where) {
        Form form = unsettled(annotated, last, where);
        form.settle();
        return form;
    }

    private Form unsettled(AnnotatedType annotated, boolean last, String where) {
        Type type = annotated.getType();
        if (type == Bytes.class) {
            Optional<Integer> fixed = Limit.fixed(annotated, where);
            return fixed.isPresent()
                    ? new FixedBytesForm(fixed.get(), where)
                    : ofVariableSize(Limit.max(annotated, where), last, where);
        }
        if (type == String.class) {
            return new KeyTextForm(ofVariableSize(Limit.max(annotated, where), last, where), where);
        }
        Limit.none(annotated, where);
        if (type instanceof Class<?> plain) {
            Optional<Whole> whole = Whole.of(plain);
            if (whole.isPresent()) {
                return new BigEndianForm(whole.get(), where);
            }
            if (plain.isEnum()) {
                return new EnumForm(plain);
            }
            if (plain.isRecord()) {
                return ofRecord(plain, last);
            }
        }
        throw new IllegalArgumentException(where + ": " + type.getTypeName() + " cannot be part of a key; use boolean,"
                + " byte, short, int, long, Bytes, String, an enum, or a record of these");
    }

    private static Form ofVariableSize(int max, boolean last, String where) {
        return last ? new TailForm(max, where) : new EscapedForm(max, where);
    }
}
