package org.allmende.cli;

import java.util.regex.Pattern;
import org.allmende.node.Refusal;

/** Ids of leases as people type and read them: in hexadecimal, as with etcdctl. */
final class LeaseId {
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{1,16}");

    private LeaseId() {}

    static String show(long id) {
        return String.format("%016x", id);
    }

    /** @throws Refusal when it is no id of a lease */
    static long parse(String text) throws Refusal {
        try {
            long id = parseOrNone(text);
            if (id != 0) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // Refused below, as 0 is.
        }
        throw new Refusal(
                "'" + text + "' is no lease id: it has 1 to 16 hexadecimal digits, and is not 0",
                "take it from 'lease grant', or from 'lease list'");
    }

    /** 0 too, which stands for none. @throws IllegalArgumentException when it is neither that nor an id */
    static long parseOrNone(String text) {
        if (!HEX.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not 1 to 16 hexadecimal digits");
        }
        return Long.parseUnsignedLong(text, 16);
    }
}
