package org.allmende.node.etcd;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Lines on standard error in etcd's form: harnesses look for them, people read them. */
final class Announcement {
    private Announcement() {}

    static void info(String message) {
        tell("info", message);
    }

    static void warn(String message) {
        tell("warn", message);
    }

    private static void tell(String level, String message) {
        System.err.println("{\"level\":\"" + level + "\",\"ts\":\"" + Instant.now().truncatedTo(ChronoUnit.MILLIS)
                + "\",\"caller\":\"allmende-etcd\",\"msg\":\"" + escaped(message) + "\"}");
    }

    /** As JSON (RFC 8259, 7) wants it. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < ' ') {
                escaped.append("\\u%04x".formatted((int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
