package org.allmende.ledger.encoding;

/** A primitive type: written from a {@code long}, so that a record's component need not be boxed. */
abstract class WholeForm extends Form {
    final Whole whole;

    WholeForm(Whole whole) {
        this.whole = whole;
    }

    abstract void writeWhole(Writer out, long value);

    abstract long readWhole(Reader in) throws MalformedException;

    @Override
    final void write(Writer out, Object value) {
        writeWhole(out, whole.unbox(value));
    }

    @Override
    final Object read(Reader in) throws MalformedException {
        return whole.box(readWhole(in));
    }

    @Override
    final boolean isFixed() {
        return true;
    }

    @Override
    final long leastNow() {
        return whole.size();
    }
}
