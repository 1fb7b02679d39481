package org.allmende.node.etcd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.allmende.client.KeyFile;
import org.allmende.gateway.etcd.EtcdSettings;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.GenesisKeyspace;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.node.Engine;
import org.allmende.node.EtcdListener;
import org.allmende.node.ExitCode;
import org.allmende.node.FolderLock;
import org.allmende.node.GenesisFile;
import org.allmende.node.NewNode;
import org.allmende.node.Node;
import org.allmende.node.NodeFolder;
import org.allmende.node.NodeSettings;
import org.allmende.node.Refusal;
import org.slf4j.LoggerFactory;

/**
 * {@code allmende-etcd}: one member, started by etcd's flags, ready in seconds, stopped by SIGTERM. It is one process of one
 * operator and survives the loss of nothing but itself; that is said when it starts.
 */
public final class EtcdProcess {
    private static final long LOOK_MILLIS = 20;

    /** Longer ago than any heartbeat: the first round is due at once, and nobody waits for it. */
    private static final long BEGAN_MILLIS_AGO = 10_000;

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
        // Before the first logger is asked for.
        System.setProperty("allmende.logs", folder.logs().toString());
        System.setProperty("log4j2.configurationFile", "allmende-node-log4j2.xml");
        System.setProperty("java.util.logging.manager", "org.apache.logging.log4j.jul.LogManager");
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
        prepare(folder, options);
        Node node = Node.start(folder);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, lock), "stop"));
        // Before the first height nothing can be put.
        while (!node.isOrdering() || node.height() == 0) {
            Thread.sleep(LOOK_MILLIS);
        }
        node.setEtcdQuota(quota)
                .ifPresent(why -> Announcement.warn("--quota-backend-bytes was not set: " + why));
        Announcement.warn("one member survives no loss: while this process is down there is no answer. Four or more"
                + " nodes at different providers survive one: see 'allmende up' and 'allmende node init'");
        for (var address : options.listener().addresses()) {
            Announcement.info("serving client requests on " + EtcdListener.text(address)
                    + (options.listener().tls().isPresent() ? "" : ", without TLS"));
        }
        Announcement.info("ready to serve client requests");
        stopped.await();
    }

    private static void refuseForeign(Path dataDir) throws Refusal {
        if (Files.exists(dataDir.resolve("member"))) {
            throw new Refusal(
                    dataDir + " holds the data of an etcd, which this program does not read",
                    "give it a --data-dir of its own");
        }
    }

    /** Makes what is missing; what an earlier start was interrupted in is made anew. The settings follow the flags. */
    private static void prepare(NodeFolder folder, EtcdOptions options) throws Refusal, IOException {
        NodeSettings standard = NodeSettings.DEFAULT;
        NodeSettings settings = new NodeSettings(
                Engine.SOLO,
                standard.httpBind(),
                0,
                standard.httpHosts(),
                standard.httpOrigins(),
                options.listener(),
                standard.gossipBind(),
                standard.heapMegabytes(),
                standard.jvmOptions());
        if (folder.isNode()) {
            Files.writeString(folder.settings(), settings.text());
            requireName(folder.readCard(), options);
        } else {
            SecureRandom random = new SecureRandom();
            NewNode.make(folder, statement(options, operatorKey(folder, random)), settings, random);
        }
        if (!Files.exists(folder.genesis())) {
            NodeCard card = folder.readCard();
            GenesisFile.write(
                    folder.genesis(),
                    new Genesis(
                            "allmende-etcd",
                            Ed25519.newSecret(new SecureRandom()),
                            true,
                            System.currentTimeMillis() - BEGAN_MILLIS_AGO,
                            Parameters.DEFAULT,
                            List.of(card),
                            List.of(new GenesisKeyspace(options.listener().keyspace(), card.gatewayKey()))));
        }
    }

    private static void requireName(NodeCard card, EtcdOptions options) throws Refusal {
        if (!card.name().equals(options.name())) {
            throw new Refusal(
                    "the member in " + options.dataDir() + " is named '" + card.name() + "', not '" + options.name() + "'",
                    "give its --name, or another --data-dir");
        }
    }

    private static NewNode.Statement statement(EtcdOptions options, Bytes operatorKey) {
        return new NewNode.Statement(
                options.name(),
                "unnamed",
                "this machine",
                "here",
                "ZZ",
                1,
                operatorKey,
                options.peer().getHost(),
                options.peer().getPort(),
                "http://127.0.0.1:1");
    }

    /** Whoever holds this file is the operator; it is not needed to run. */
    private static Bytes operatorKey(NodeFolder folder, SecureRandom random) throws IOException {
        Path file = folder.path().resolve("operator.key");
        if (!Files.exists(file)) {
            KeyFile.write(file, Ed25519.newSecret(random));
        }
        return Ed25519.publicKey(KeyFile.read(file));
    }

    private static void stop(Node node, FolderLock lock) {
        try (lock) {
            node.close();
        }
        Announcement.info("stopped");
        org.apache.logging.log4j.LogManager.shutdown();
    }
}
