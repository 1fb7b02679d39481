package org.allmende.ledger.encoding;

import java.lang.invoke.MethodHandle;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A record: its components in order, nothing between or around them. Handles are made when they are first used, since a
 * schema knows hundreds of records of which a short run meets a few; two threads may make the same twice, which does no
 * harm.
 */
final class RecordForm extends Form {
    private final RecordShape shape;
    private final LazyHandle constructor;
    private Component[] components = {};

    RecordForm(RecordShape shape) {
        this.shape = shape;
        this.constructor = new LazyHandle(shape::constructor);
    }

    /** Says, once, how the components are written: after the constructor, as a record may hold its own kind. */
    void components(Form... forms) {
        Component[] all = new Component[forms.length];
        for (int i = 0; i < forms.length; i++) {
            int index = i;
            all[i] = forms[i] instanceof WholeForm whole
                    ? new WholeComponent(new LazyHandle(() -> shape.wholeAccessor(index)), whole)
                    : new ObjectComponent(new LazyHandle(() -> shape.accessor(index)), forms[i]);
        }
        components = all;
    }

    @Override
    void write(Writer out, Object record) {
        out.enter();
        for (Component component : components) {
            component.write(out, record);
        }
        out.leave();
    }

    /** An id, a hash: a record that only gives a string of bytes a name. */
    @Override
    @Nullable Bytes atHand(Object record) {
        return components.length == 1 ? components[0].atHand(record) : null;
    }

    @Override
    boolean isFixed() {
        for (Component component : components) {
            if (!component.form().isFixed()) {
                return false;
            }
        }
        return true;
    }

    @Override
    Object read(Reader in) throws MalformedException {
        in.enter();
        int from = in.position();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = components[i].form().read(in);
        }
        in.leave();
        try {
            return (Object) constructor.get().invokeExact(values);
        } catch (IllegalArgumentException | NullPointerException refused) {
            throw new MalformedException(
                    "byte " + from + ": " + shape.name() + " cannot be: " + refused.getMessage(), refused);
        } catch (Throwable bug) {
            throw unchecked(bug);
        }
    }

    @Override
    long leastNow() {
        long least = 0;
        for (Component component : components) {
            least += component.form().least();
        }
        return least;
    }

    /** Of a record's own code, which declares no checked exception. */
    private static RuntimeException unchecked(Throwable thrown) {
        return switch (thrown) {
            case Error error -> throw error;
            case RuntimeException exception -> exception;
            default -> new IllegalStateException("a record threw a checked exception", thrown);
        };
    }

    /** Made when it is first used. */
    private static final class LazyHandle {
        private final Supplier<MethodHandle> maker;
        private @Nullable MethodHandle made;

        LazyHandle(Supplier<MethodHandle> maker) {
            this.maker = maker;
        }

        MethodHandle get() {
            MethodHandle handle = made;
            if (handle == null) {
                handle = maker.get();
                made = handle;
            }
            return handle;
        }
    }

    private sealed interface Component {
        Form form();

        void write(Writer out, Object record);

        /** As {@link Form#atHand}, of this component of the record. */
        @Nullable Bytes atHand(Object record);
    }

    /** @param accessor from Object to long */
    private record WholeComponent(LazyHandle accessor, WholeForm form) implements Component {
        @Override
        public void write(Writer out, Object record) {
            long value;
            try {
                value = (long) accessor.get().invokeExact(record);
            } catch (Throwable thrown) {
                throw unchecked(thrown);
            }
            form.writeWhole(out, value);
        }

        @Override
        public @Nullable Bytes atHand(Object record) {
            return null;
        }
    }

    /** @param accessor from Object to Object */
    private record ObjectComponent(LazyHandle accessor, Form form) implements Component {
        @Override
        public void write(Writer out, Object record) {
            form.write(out, value(record));
        }

        @Override
        public @Nullable Bytes atHand(Object record) {
            return form.atHand(value(record));
        }

        private Object value(Object record) {
            try {
                return (Object) accessor.get().invokeExact(record);
            } catch (Throwable thrown) {
                throw unchecked(thrown);
            }
        }
    }
}
