package org.allmende.ledger.seeds;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A law that holds for every seed: the method is a test with a parameter of type {@link Seed}, run with the seeds
 * 1 to {@link #value}, each on an instance of its own.
 *
 * <p>{@code -Dseed=123} runs that seed alone; {@code -Dseeds=5000} runs so many instead.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(SeedsExtension.class)
public @interface Seeds {
    int value();
}
