package org.allmende.ledger.encoding;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * A record: its components in order, nothing between or around them. Handles are made when they are first used, since a
 * schema knows hundreds of records of which a short run meets a few; two threads may make the same twice, which does no
 * harm.
 */
final class RecordForm extends Form {
    private final RecordShape shape;
    private @Nullable MethodHandle constructor;
    private Component[] components = {};

    RecordForm(RecordShape shape) {
        this.shape = shape;
    }

    /** Says, once, how the components are written: after the constructor, as a record may hold its own kind. */
    void components(Form... forms) {
        Component[] all = new Component[forms.length];
        for (int i = 0; i < forms.length; i++) {
            all[i] = forms[i] instanceof WholeForm whole
                    ? new WholeComponent(shape, i, whole)
                    : new ObjectComponent(shape, i, forms[i]);
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
            return (Object) constructor().invokeExact(values);
        } catch (IllegalArgumentException | NullPointerException refused) {
            throw new MalformedException(
                    "byte " + from + ": " + shape.name() + " cannot be: " + refused.getMessage(), refused);
        } catch (Throwable bug) {
            throw unchecked(bug);
        }
    }

    private MethodHandle constructor() {
        MethodHandle made = constructor;
        if (made == null) {
            made = shape.constructor();
            constructor = made;
        }
        return made;
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

    private abstract static sealed class Component {
        private final RecordShape shape;
        private final int index;
        private @Nullable MethodHandle accessor;

        Component(RecordShape shape, int index) {
            this.shape = shape;
            this.index = index;
        }

        abstract Form form();

        abstract void write(Writer out, Object record);

        abstract MethodHandle accessor(RecordShape shape, int index);

        final MethodHandle accessor() {
            MethodHandle made = accessor;
            if (made == null) {
                made = accessor(shape, index);
                accessor = made;
            }
            return made;
        }
    }

    /** Its accessor goes from Object to long. */
    private static final class WholeComponent extends Component {
        private final WholeForm form;

        WholeComponent(RecordShape shape, int index, WholeForm form) {
            super(shape, index);
            this.form = form;
        }

        @Override
        Form form() {
            return form;
        }

        @Override
        MethodHandle accessor(RecordShape shape, int index) {
            return shape.wholeAccessor(index);
        }

        @Override
        void write(Writer out, Object record) {
            long value;
            try {
                value = (long) accessor().invokeExact(record);
            } catch (Throwable thrown) {
                throw unchecked(thrown);
            }
            form.writeWhole(out, value);
        }
    }

    /** Its accessor goes from Object to Object. */
    private static final class ObjectComponent extends Component {
        private final Form form;

        ObjectComponent(RecordShape shape, int index, Form form) {
            super(shape, index);
            this.form = form;
        }

        @Override
        Form form() {
            return form;
        }

        @Override
        MethodHandle accessor(RecordShape shape, int index) {
            return shape.accessor(index);
        }

        @Override
        void write(Writer out, Object record) {
            Object value;
            try {
                value = (Object) accessor().invokeExact(record);
            } catch (Throwable thrown) {
                throw unchecked(thrown);
            }
            form.write(out, value);
        }
    }
}
