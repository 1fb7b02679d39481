package org.allmende.node;

import java.util.Locale;

/** How the lines of a node's log are written; what each looks like is in {@code allmende-node-log4j2.xml}. */
public enum LogFormat {
    /** For people: a line, and below it the trace of an exception. */
    TEXT,
    /** For programs: an object to a line, with time, level, logger, thread, message and, where there is one, exception. */
    JSON;

    /** As people write it: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when {@code word} names none */
    static LogFormat of(String word) {
        for (LogFormat format : values()) {
            if (format.word().equals(word)) {
                return format;
            }
        }
        throw new IllegalArgumentException("log.format is 'text' or 'json', not '" + word + "'");
    }
}
