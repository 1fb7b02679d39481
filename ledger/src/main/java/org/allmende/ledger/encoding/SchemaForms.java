package org.allmende.ledger.encoding;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Makes the tree of forms of one type and refuses what cannot be encoded. Used once and thrown away. */
final class SchemaForms {
    private final Map<Class<?>, SortedMap<Integer, Class<?>>> open;

    /** Records, choices and enums met so far, those still being made among them: a record may hold its own kind. */
    private final Map<Class<?>, Form> named = new HashMap<>();

    private final List<Form> all = new ArrayList<>();

    /** Checks that can be made only when all sizes are settled. */
    private final List<Runnable> checks = new ArrayList<>();

    SchemaForms(Map<Class<?>, SortedMap<Integer, Class<?>>> open) {
        this.open = open;
    }

    Form make(Class<?> type) {
        Form root = ofClass(type, type, type.getSimpleName());
        boolean falling = true;
        while (falling) {
            falling = false;
            for (Form form : all) {
                falling |= form.settle();
            }
        }
        named.forEach((holder, form) -> {
            if (form.least() >= Form.ENDLESS) {
                throw new IllegalArgumentException(holder.getSimpleName()
                        + " always holds another of its kind: put it into a list or an optional, or add a case without");
            }
        });
        checks.forEach(Runnable::run);
        return root;
    }

    private Form of(AnnotatedType type, String where) {
        return switch (type.getType()) {
            case Class<?> plain -> ofClass(plain, type, where);
            case ParameterizedType generic ->
                ofContainer((Class<?>) generic.getRawType(), (AnnotatedParameterizedType) type, where);
            default -> throw unsupported(type.getType(), where);
        };
    }

    /** @param limits where the type's annotations stand */
    private Form ofClass(Class<?> type, AnnotatedElement limits, String where) {
        if (type == Bytes.class) {
            Optional<Integer> fixed = Limit.fixed(limits, where);
            return keep(fixed.isPresent()
                    ? new FixedBytesForm(fixed.get(), where)
                    : new BytesForm(Limit.max(limits, where), where));
        }
        if (type == String.class) {
            return keep(new StringForm(Limit.max(limits, where), where));
        }
        Optional<Whole> whole = Whole.of(type);
        Form known = named.get(type);
        Form form = whole.isPresent()
                ? keep(new LittleEndianForm(whole.get(), where))
                : known != null ? known : ofNamed(type, where);
        Limit.none(limits, where);
        return form;
    }

    private Form ofNamed(Class<?> type, String where) {
        if (type.isRecord()) {
            return ofRecord(type);
        }
        if (type.isEnum()) {
            return name(type, new EnumForm(type));
        }
        SortedMap<Integer, Class<?>> cases = open.get(type);
        if (cases != null) {
            return ofOpen(type, cases);
        }
        if (type.isInterface() && type.isSealed()) {
            return ofSealed(type);
        }
        throw unsupported(type, where);
    }

    private Form ofRecord(Class<?> type) {
        RecordShape shape = new RecordShape(type);
        RecordForm form = name(type, new RecordForm(shape));
        Form[] components = new Form[shape.size()];
        for (int i = 0; i < components.length; i++) {
            components[i] = of(shape.component(i), shape.where(i));
        }
        form.components(components);
        return form;
    }

    private Form ofSealed(Class<?> type) {
        ChoiceForm form = name(type, new ChoiceForm(type));
        @Nullable Class<?>[] byTag = new Class<?>[Tags.COUNT];
        for (Class<?> each : records(type)) {
            int tag = Tags.of(each, each.getSimpleName() + " of " + type.getSimpleName());
            Tags.take(byTag, tag, each, type.getSimpleName());
            form.add(tag, ofClass(each, each, each.getSimpleName()), List.of(each));
        }
        return form;
    }

    private Form ofOpen(Class<?> type, SortedMap<Integer, Class<?>> cases) {
        ChoiceForm form = name(type, new ChoiceForm(type));
        cases.forEach((tag, each) -> form.add(tag, ofClass(each, each, each.getSimpleName()), records(each)));
        return form;
    }

    /** The records a value of this type can be: itself, or those a sealed interface permits, directly or through another. */
    static Set<Class<?>> records(Class<?> type) {
        Set<Class<?>> records = new LinkedHashSet<>();
        if (type.isRecord()) {
            records.add(type);
        } else if (type.isInterface() && type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                records.addAll(records(permitted));
            }
        } else {
            throw new IllegalArgumentException(
                    type.getName() + " cannot be a case: a case is a record, or a sealed interface of records");
        }
        return records;
    }

    private Form ofContainer(Class<?> type, AnnotatedParameterizedType generic, String where) {
        AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
        if (type == Optional.class) {
            Limit.none(generic, where);
            return keep(new OptionalForm(of(arguments[0], where), where));
        }
        if (type == List.class) {
            int max = Limit.max(generic, where);
            Form element = of(arguments[0], where + " (element)");
            checks.add(() -> requireSize(element.least(), where));
            return keep(new ListForm(element, max, where));
        }
        if (type == SortedMap.class) {
            int max = Limit.max(generic, where);
            Form key = of(arguments[0], where + " (key)");
            Form value = of(arguments[1], where + " (value)");
            checks.add(() -> requireSize(key.least() + value.least(), where));
            return keep(new MapForm(key, value, order(arguments[0], key, where), max, where));
        }
        throw unsupported(generic.getType(), where);
    }

    /** The order that borsh libraries of other languages sort the keys of a map in. */
    @SuppressWarnings("unchecked")
    private static Comparator<Object> order(AnnotatedType type, Form form, String where) {
        if (form instanceof EnumForm tags) {
            return tags.order();
        }
        if (type.getType() == String.class) {
            return (a, b) -> Utf8.compare((String) a, (String) b);
        }
        if (type.getType() instanceof Class<?> plain && Comparable.class.isAssignableFrom(plain)) {
            return (a, b) -> ((Comparable<Object>) a).compareTo(b);
        }
        throw new IllegalArgumentException(where + ": the keys of a map are Comparable");
    }

    /** Without it a few bytes could announce any number of elements. */
    private static void requireSize(long least, String where) {
        if (least == 0) {
            throw new IllegalArgumentException(where + ": what a list or map holds takes at least one byte");
        }
    }

    private <F extends Form> F name(Class<?> type, F form) {
        named.put(type, form);
        return keep(form);
    }

    private <F extends Form> F keep(F form) {
        all.add(form);
        return form;
    }

    private static IllegalArgumentException unsupported(Type type, String where) {
        return new IllegalArgumentException(where + ": " + type.getTypeName() + " cannot be encoded; use a record, a sealed interface"
                + " or one known through Schema.with, an enum, Bytes, String, boolean, byte, short, int, long,"
                + " List, SortedMap or Optional");
    }
}
