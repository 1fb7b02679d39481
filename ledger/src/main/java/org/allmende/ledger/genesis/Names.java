package org.allmende.ledger.genesis;

import java.nio.charset.StandardCharsets;
import org.allmende.ledger.Limits;

/** What may be a name and what a label. */
public final class Names {
    private Names() {}

    /** @throws IllegalArgumentException unless {@code name} is lower-case letters, digits and hyphens, a letter first */
    public static void check(String what, String name) {
        boolean fits = !name.isEmpty()
                && name.length() <= Limits.NAME_BYTES_MAX
                && name.charAt(0) >= 'a'
                && name.charAt(0) <= 'z'
                && name.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-');
        if (!fits) {
            throw new IllegalArgumentException(
                    what + " name '" + name + "': use 1 to " + Limits.NAME_BYTES_MAX
                            + " lower-case letters, digits and hyphens, a letter first");
        }
    }

    /** @throws IllegalArgumentException unless {@code label} is 1 to {@link Limits#NAME_BYTES_MAX} bytes without control characters */
    public static void checkLabel(String what, String label) {
        if (label.isBlank()
                || label.getBytes(StandardCharsets.UTF_8).length > Limits.NAME_BYTES_MAX
                || label.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    what + ": use 1 to " + Limits.NAME_BYTES_MAX + " bytes of text without control characters");
        }
    }
}
