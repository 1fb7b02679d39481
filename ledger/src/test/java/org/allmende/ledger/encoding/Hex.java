package org.allmende.ledger.encoding;

/** Bytes as a reader checks them: hexadecimal in groups, blanks and bars between. */
final class Hex {
    private Hex() {}

    static Bytes hex(String groups) {
        return Bytes.hex(groups.replaceAll("[ |\n]", ""));
    }
}
