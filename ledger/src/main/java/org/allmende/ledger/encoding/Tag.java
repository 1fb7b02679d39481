package org.allmende.ledger.encoding;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The stable number of a case: of a record of a sealed interface or a constant of an enum. One byte on the wire,
 * 0 to 255, unique within its choice, and never used again for something else.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD})
public @interface Tag {
    int value();
}
