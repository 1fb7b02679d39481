package org.allmende.client;

import java.util.concurrent.ThreadFactory;

/**
 * Threads that ask nodes. Not virtual ones: the thread that wakes those stays in the operating system, and a process in
 * which a thread does takes a third of a second to exit, which is most of what a command has.
 */
final class AskingThreads {
    static final ThreadFactory FACTORY =
            Thread.ofPlatform().daemon().name("asks a node ", 0).factory();

    private AskingThreads() {}
}
