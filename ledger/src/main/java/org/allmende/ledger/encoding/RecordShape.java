package org.allmende.ledger.encoding;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** What reflection says of a record: its components, and how to take one apart and put one together. */
final class RecordShape {
    private final Class<?> type;
    private final RecordComponent[] components;
    private final MethodHandles.Lookup lookup;

    RecordShape(Class<?> type) {
        if (type.getTypeParameters().length > 0) {
            throw new IllegalArgumentException(type.getSimpleName() + " has type parameters: only plain records are encoded");
        }
        this.type = type;
        this.components = type.getRecordComponents();
        try {
            this.lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(type.getName() + " is in a module closed to the codec", e);
        }
    }

    String name() {
        return type.getSimpleName();
    }

    int size() {
        return components.length;
    }

    AnnotatedType component(int index) {
        return components[index].getAnnotatedType();
    }

    /** Record and component, for messages. */
    String where(int index) {
        return name() + "." + components[index].getName();
    }

    /** From Object[], the components in order, to Object. */
    MethodHandle constructor() {
        Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return lookup.findConstructor(type, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("every record has its canonical constructor", e);
        }
    }

    /** From Object, the record, to Object. */
    MethodHandle accessor(int index) {
        return unreflected(index).asType(MethodType.methodType(Object.class, Object.class));
    }

    /** From Object, the record, to long; for a component that is a {@link Whole}, false is 0 and true is 1. */
    MethodHandle wholeAccessor(int index) {
        MethodHandle accessor = unreflected(index);
        Class<?> primitive = MethodType.methodType(components[index].getType()).unwrap().returnType();
        MethodHandle unboxed = accessor.asType(MethodType.methodType(primitive, Object.class));
        return MethodHandles.explicitCastArguments(unboxed, MethodType.methodType(long.class, Object.class));
    }

    private MethodHandle unreflected(int index) {
        try {
            return lookup.unreflect(components[index].getAccessor());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a private lookup reaches every accessor", e);
        }
    }
}
