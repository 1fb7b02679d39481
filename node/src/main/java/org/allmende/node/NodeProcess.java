package org.allmende.node;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of one node: takes its folder, starts it, says {@code ready}, and ends when it is asked to (SIGTERM,
 * SIGINT) or with a fault. How it ends is in {@link ExitCode}.
 */
public final class NodeProcess {
    /** The system property by which a node's process knows that somebody watches over it and starts the next. */
    static final String SUPERVISED = "allmende.supervised";

    private static final long LOOK_MILLIS = 100;

    /** For so long the next process waits for the one before it to be gone. */
    private static final long MAKES_WAY_MILLIS = 30_000;

    private NodeProcess() {}

    /** @param args the node's folder; then {@link Successor#WAITS} when it is to go on where another process ends */
    public static void main(String[] args) {
        boolean follows = args.length == 2 && args[1].equals(Successor.WAITS);
        if (args.length != 1 && !follows) {
            System.err.println("usage: NodeProcess FOLDER [" + Successor.WAITS + "]");
            System.exit(ExitCode.USAGE);
        }
        NodeFolder folder = new NodeFolder(Path.of(args[0]));
        TimerSlack.widen();
        try {
            requireNode(folder);
            LogFormat log = folder.readSettings().log();
            if (follows) {
                String console = Diary.keepAside(folder.warmUp());
                WarmUp.run(folder.warmUp());
                Files.writeString(folder.nextReady(), "");
                if (!Successor.isToldToGo(System.in)) {
                    System.exit(ExitCode.STOPPED);
                }
                Diary.turnTo(folder, log, console);
            } else {
                Diary.keepIn(folder, log);
            }
            run(folder, follows);
        } catch (Refusal refusal) {
            System.err.println("refused: " + refusal.getMessage() + "; " + refusal.advice() + ".");
            System.exit(ExitCode.REFUSED);
        } catch (Exception | LinkageError fault) {
            System.err.println("fault: " + fault + "; the log is in " + folder.logs());
            LoggerFactory.getLogger(NodeProcess.class).error("The node ends with a fault.", fault);
            Runtime.getRuntime().halt(ExitCode.FAULT);
        }
    }

    private static void requireNode(NodeFolder folder) throws Refusal {
        if (!folder.isNode()) {
            throw new Refusal("there is no node in " + folder.path(), "make one with 'allmende node init'");
        }
    }

    private static void run(NodeFolder folder, boolean follows) throws Refusal, IOException, InterruptedException {
        // Held until the process is gone: the system gives it back.
        FolderLock lock = FolderLock.await(
                folder.lock(), "the node runs already; stop it first to start it anew", follows ? MAKES_WAY_MILLIS : 0);
        ProcessFile.write(folder.processFile());
        Files.deleteIfExists(folder.nextWanted());
        Files.deleteIfExists(folder.nextReady());
        Logger log = LoggerFactory.getLogger(NodeProcess.class);
        OwnSuccession succession = new OwnSuccession(folder, Boolean.getBoolean(SUPERVISED));
        Node node = Node.start(folder, succession);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, succession, folder, lock), "stop"));
        while (!node.isOrdering()) {
            Thread.sleep(LOOK_MILLIS);
        }
        String ready = "ready %s height=%d pid=%d"
                .formatted(node.uri().map(URI::toString).orElse("-"), node.height(), ProcessHandle.current().pid());
        System.out.println(ready);
        log.info(ready);
        WarmUp.clear(folder.warmUp());
        new CountDownLatch(1).await();
    }

    private static void stop(Node node, OwnSuccession succession, NodeFolder folder, FolderLock lock) {
        Logger log = LoggerFactory.getLogger(NodeProcess.class);
        log.info("Asked to stop.");
        try (lock) {
            succession.cancel();
            node.close();
            Files.deleteIfExists(folder.processFile());
            log.info("Stopped.");
        } catch (IOException e) {
            log.warn("Stopped, but {} could not be removed.", folder.processFile(), e);
        }
        org.apache.logging.log4j.LogManager.shutdown();
    }
}
