package org.allmende.ledger.encoding;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The exact number of bytes of a {@link Bytes} component, which is then encoded without a length, as Borsh's {@code [u8; N]}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface Fixed {
    int value();
}
