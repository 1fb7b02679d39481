package org.allmende.ledger.encoding;

import java.util.Optional;

/** An optional: a byte 0, or a byte 1 and the value. */
final class OptionalForm extends Form {
    private final Form content;
    private final String where;

    OptionalForm(Form content, String where) {
        this.content = content;
        this.where = where;
    }

    @Override
    void write(Writer out, Object value) {
        Optional<?> optional = (Optional<?>) value;
        out.writeByte(optional.isPresent() ? 1 : 0);
        if (optional.isPresent()) {
            content.write(out, optional.get());
        }
    }

    @Override
    Object read(Reader in) throws MalformedException {
        return LittleEndianForm.readBit(in, where) == 0 ? Optional.empty() : Optional.of(content.read(in));
    }

    @Override
    long leastNow() {
        return 1;
    }
}
