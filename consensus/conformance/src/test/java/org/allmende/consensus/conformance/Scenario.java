package org.allmende.consensus.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;

/** A story that an engine must survive, and what holds at its end, beside the {@link Invariants}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Test
@interface Scenario {
    /** What whoever runs this engine is promised; a row of the reference. */
    String promise();

    /** Why it says nothing about a network of one node: there it is skipped. Empty when it does say something. */
    String aloneBecause() default "";

    /** What is left of the promise in a network of one node, where it is not all of it. */
    String aloneMeans() default "";
}
