package org.allmende.node;

/** Where and how a node's process writes its log. To be said before the first logger is asked for. */
public final class Diary {
    private Diary() {}

    /** Has everything in this process that logs, of ours, of the engine or of Java, write to the folder's diary. */
    public static void keepIn(NodeFolder folder, LogFormat format) {
        System.setProperty("allmende.logs", folder.logs().toString());
        System.setProperty("allmende.log.format", format.word());
        System.setProperty("log4j2.configurationFile", "allmende-node-log4j2.xml");
        System.setProperty("java.util.logging.manager", "org.apache.logging.log4j.jul.LogManager");
    }
}
