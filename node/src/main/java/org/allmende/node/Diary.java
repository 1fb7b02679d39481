package org.allmende.node;

import org.apache.logging.log4j.core.config.Configurator;

/** Where and how a node's process writes its log. To be said before the first logger is asked for. */
public final class Diary {
    /** How much of it is on the console too; a level. */
    private static final String CONSOLE = "allmende.console";

    private Diary() {}

    /** Has everything write into a folder that is soon gone, and nothing to the console, until {@link #turnTo}. */
    static String keepAside(NodeFolder folder) {
        String console = System.getProperty(CONSOLE, "OFF");
        System.setProperty(CONSOLE, "OFF");
        keepIn(folder, LogFormat.TEXT);
        return console;
    }

    /**
     * From now on everything writes to this folder's diary.
     *
     * @param console as {@link #keepAside} found it
     */
    static void turnTo(NodeFolder folder, LogFormat format, String console) {
        System.setProperty(CONSOLE, console);
        keepIn(folder, format);
        Configurator.reconfigure();
    }

    /** Has everything in this process that logs, of ours, of the engine or of Java, write to the folder's diary. */
    public static void keepIn(NodeFolder folder, LogFormat format) {
        System.setProperty("allmende.logs", folder.logs().toString());
        System.setProperty("allmende.log.format", format.word());
        System.setProperty("log4j2.configurationFile", "allmende-node-log4j2.xml");
        System.setProperty("java.util.logging.manager", "org.apache.logging.log4j.jul.LogManager");
    }
}
