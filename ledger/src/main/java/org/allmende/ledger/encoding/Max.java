package org.allmende.ledger.encoding;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The most a component of variable size may hold, inclusive: bytes of {@link Bytes}, UTF-8 bytes of a string,
 * elements of a list or map. Every such component names its own; the codec refuses a record that does not.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface Max {
    int value();
}
