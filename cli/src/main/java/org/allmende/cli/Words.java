package org.allmende.cli;

/** How this command was called, to be repeated in what it tells people to type. */
final class Words {
    private Words() {}

    static String command() {
        return System.getProperty("allmende.command", "allmende");
    }
}
