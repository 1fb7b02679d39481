package org.allmende.node.etcd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.allmende.gateway.etcd.EtcdSettings;
import org.allmende.gateway.etcd.health.Loss;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.node.Diary;
import org.allmende.node.EtcdListener;
import org.allmende.node.ExitCode;
import org.allmende.node.FolderLock;
import org.allmende.node.LogFormat;
import org.allmende.node.Node;
import org.allmende.node.NodeFolder;
import org.allmende.node.Refusal;
import org.allmende.node.etcd.forming.MemberFolder;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * {@code allmende-etcd}: one member, started by etcd's flags, ready in seconds, stopped by SIGTERM. Alone it runs on the engine
 * solo, with others it forms a network over hashgraph; where that survives no loss it is said when it starts.
 */
public final class EtcdProcess {
    private static final long LOOK_MILLIS = 20;

    private EtcdProcess() {}

    /** @param args etcd's flags */
    public static void main(String[] args) {
        try {
            List<String> words = Arrays.asList(args);
            if (words.contains("--version") || words.contains("-version")) {
                System.out.println("etcd Version: " + EtcdSettings.VERSION + " (Allmende)");
                return;
            }
            if (words.contains("--help") || words.contains("-help") || words.contains("-h")) {
                System.out.print(EtcdUsage.text());
                return;
            }
            run(EtcdFlags.parse(words, System.getenv()));
        } catch (Refusal refusal) {
            System.err.println("refused: " + refusal.getMessage() + "; " + refusal.advice() + ".");
            System.exit(ExitCode.USAGE);
        } catch (Exception | LinkageError fault) {
            System.err.println("fault: " + fault + "; the log is in the data directory's logs/");
            LoggerFactory.getLogger(EtcdProcess.class).error("The member ends with a fault.", fault);
            Runtime.getRuntime().halt(ExitCode.FAULT);
        }
    }

    private static void run(EtcdFlags flags) throws Refusal, IOException, InterruptedException {
        EtcdOptions options = EtcdOptions.of(flags);
        long quota = EtcdOptions.quota(flags);
        NodeFolder folder = new NodeFolder(options.dataDir());
        Diary.keepIn(folder, LogFormat.TEXT);
        if (!flags.withoutEffect().isEmpty()) {
            Announcement.warn("without effect here: " + String.join(" ", flags.withoutEffect()));
        }
        refuseForeign(options.dataDir());
        // Held until the process is gone: the system gives it back.
        FolderLock lock = FolderLock.take(folder.lock(), "stop the other one, or give another --data-dir");
        boolean existing = folder.isNode();
        if (!existing && flags.value("initial-cluster-state").equals("existing")) {
            throw new Refusal(
                    "--initial-cluster-state is existing, and there is no member in " + folder.path(),
                    "start it as 'new', or give the --data-dir of the member");
        }
        if (existing) {
            requireName(folder.readCard(), options);
        }
        boolean several = areSeveral(folder, options);
        JoinedMember joined = several ? JoinedMember.open(folder, options) : null;
        if (joined == null) {
            LoneMember.prepare(folder, options);
        } else {
            joined.form();
        }
        Node node = Node.start(folder, new EtcdSuccession());
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, joined, lock), "stop"));
        // Before the first height nothing can be put.
        while (!node.isOrdering() || node.height() == 0) {
            Thread.sleep(LOOK_MILLIS);
        }
        Optional<String> unset =
                joined == null ? node.setEtcdQuota(quota) : shareKeyspace(node, joined, quota, flags);
        unset.ifPresent(why -> Announcement.warn("--quota-backend-bytes was not set: " + why));
        Loss.warning(node.ledger().genesis().nodes()).ifPresent(Announcement::warn);
        for (var address : options.listener().addresses()) {
            Announcement.info("serving client requests on " + EtcdListener.text(address)
                    + (options.listener().tls().isPresent() ? "" : ", without TLS"));
        }
        Announcement.info("ready to serve client requests");
        stopped.await();
    }

    /**
     * Returns when this member may write. The owner of the keyspace, the first member, lets all of them, and says what they
     * may fill.
     *
     * @return why the quota was not set
     */
    private static Optional<String> shareKeyspace(Node node, JoinedMember joined, long quota, EtcdFlags flags)
            throws Refusal, InterruptedException {
        WritingRights rights = new WritingRights(node.ledger(), joined.ownerKey());
        rights.await(Announcement::info);
        if (rights.ownerSecret().isPresent()) {
            return node.setEtcdQuota(quota, rights.ownerSecret().get());
        }
        if (flags.isGiven("quota-backend-bytes")) {
            Announcement.info("--quota-backend-bytes is that of '" + rights.ownerName() + "', which owns the keyspace");
        }
        return Optional.empty();
    }

    /** As its data say where there are some, or else its flags. */
    private static boolean areSeveral(NodeFolder folder, EtcdOptions options) throws Refusal {
        if (!Files.exists(folder.genesis())) {
            if (!options.peers().areSeveral() && new MemberFolder(folder).isAmongOthers()) {
                throw new Refusal(
                        "the member in " + folder.path() + " is to be one of several, and --initial-cluster names no other",
                        "start it with the flags of its first start");
            }
            return options.peers().areSeveral();
        }
        boolean several = folder.readGenesis().nodes().size() > 1;
        if (!several && options.peers().areSeveral()) {
            throw new Refusal(
                    "the member in " + folder.path() + " is alone, and --initial-cluster names "
                            + options.peers().roll().size() + ": it would stay a store of its own",
                    "give it a new --data-dir, and take over what it holds with 'etcdctl snapshot' and"
                            + " 'allmende keyspace import'");
        }
        return several;
    }

    private static void refuseForeign(Path dataDir) throws Refusal {
        if (Files.exists(dataDir.resolve("member"))) {
            throw new Refusal(
                    dataDir + " holds the data of an etcd, which this program does not read",
                    "give it a --data-dir of its own");
        }
    }

    private static void requireName(NodeCard card, EtcdOptions options) throws Refusal {
        if (!card.name().equals(options.name())) {
            throw new Refusal(
                    "the member in " + options.dataDir() + " is named '" + card.name() + "', not '" + options.name() + "'",
                    "give its --name, or another --data-dir");
        }
    }

    private static void stop(Node node, @Nullable JoinedMember joined, FolderLock lock) {
        try (lock) {
            if (joined != null) {
                joined.close();
            }
            node.close();
        }
        Announcement.info("stopped");
        org.apache.logging.log4j.LogManager.shutdown();
    }
}
