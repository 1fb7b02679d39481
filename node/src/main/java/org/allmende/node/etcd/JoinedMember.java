package org.allmende.node.etcd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.node.Engine;
import org.allmende.node.EtcdListener;
import org.allmende.node.NewNode;
import org.allmende.node.NodeFolder;
import org.allmende.node.NodeSettings;
import org.allmende.node.Refusal;
import org.allmende.node.etcd.forming.Ask;
import org.allmende.node.etcd.forming.Exchange;
import org.allmende.node.etcd.forming.Forming;
import org.allmende.node.etcd.forming.Introduction;
import org.allmende.node.etcd.forming.MemberFolder;
import org.allmende.node.etcd.forming.PeerPort;
import org.allmende.node.etcd.forming.PeerTls;
import org.allmende.node.etcd.forming.Reply;
import org.jspecify.annotations.Nullable;

/** A member among others: its folder, and what it tells them as long as it runs. */
final class JoinedMember implements AutoCloseable {
    /** As many strangers' mistakes are told. */
    private static final int TOLD_MAX = 1_000;

    private final NodeFolder folder;
    private final EtcdOptions options;
    private final MemberFolder member;
    private final Forming forming;
    private final Optional<PeerTls> tls;
    private final PeerPort port;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    private JoinedMember(NodeFolder folder, EtcdOptions options) throws Refusal {
        this.folder = folder;
        this.options = options;
        this.member = new MemberFolder(folder);
        PeerOptions peers = options.peers();
        Introduction own = member.introduction((operatorKey, random) -> {
            PeerOptions.requireFree(peers.gossipBind(), peers.gossipPort());
            return NewNode.make(
                    folder,
                    MemberSettings.statement(options, operatorKey, peers.gossipPort()),
                    settings(options.listener()),
                    random);
        });
        Genesis genesis = member.genesis();
        requireOwn(own.card(), genesis);
        PeerOptions.requireFree(peers.gossipBind(), own.card().gossipPort());
        String clientUrls = String.join(
                ",", options.listener().members().getOrDefault(options.name(), List.of()));
        forming = new Forming(
                peers.roll(),
                own,
                options.listener().keyspace(),
                clientUrls,
                member,
                genesis,
                member.hasSettled());
        tls = peers.tls().isPresent() ? Optional.of(peers.tls().get().read()) : Optional.empty();
        port = PeerPort.open(peers.listen(), tls, this::answer);
    }

    /** Listens where peers ask. */
    static JoinedMember open(NodeFolder folder, EtcdOptions options) throws Refusal {
        return new JoinedMember(folder, options);
    }

    /** The card names what is for ever once others have heard of it. */
    private void requireOwn(NodeCard card, @Nullable Genesis genesis) throws Refusal {
        PeerOptions peers = options.peers();
        if (genesis == null) {
            var wanted = MemberSettings.statement(options, card.operatorKey(), peers.gossipPort());
            if (!card.host().equals(wanted.host()) || card.gossipPort() != wanted.gossipPort()) {
                throw new Refusal(
                        "the card in " + folder.path() + " says " + card.gossipAddress() + ", and the flags "
                                + wanted.host() + ":" + wanted.gossipPort(),
                        "start it with the flags of its first start, or empty its data directory: its network has not begun");
            }
            return;
        }
        Set<String> agreed =
                genesis.nodes().stream().map(NodeCard::name).collect(Collectors.toCollection(TreeSet::new));
        if (!agreed.equals(peers.roll().urls().keySet())) {
            if (!member.hasSettled()) {
                throw new Refusal(
                        "this member has agreed to a network of " + String.join(", ", agreed)
                                + ", and --initial-cluster names " + String.join(", ", peers.roll().urls().keySet()),
                        "start it with the flags of its first start");
            }
            Announcement.warn("--initial-cluster is ignored: the network in " + folder.path() + " is of "
                    + String.join(", ", agreed));
        }
    }

    private Reply answer(Ask ask) {
        Reply reply = forming.answer(ask);
        if (reply instanceof Reply.Refused(String why) && told.size() < TOLD_MAX && told.add(why)) {
            Announcement.warn("refused to take '" + ask.card().name() + "' for a member: " + why);
        }
        return reply;
    }

    /** Returns when all members have the same genesis; at once where the network has begun before. */
    void form() throws Refusal, IOException, InterruptedException {
        boolean began = forming.hasSettled();
        if (!began) {
            try (Exchange exchange =
                    new Exchange(options.peers().roll(), options.name(), forming, tls, Announcement::info)) {
                exchange.untilSettled();
            }
        }
        Files.writeString(folder.settings(), settings(telling(began)).text());
        Genesis genesis = folder.readGenesis();
        Announcement.info("network " + genesis.networkId() + " of " + genesis.nodes().size() + " members: "
                + genesis.nodes().stream().map(NodeCard::name).collect(Collectors.joining(", ")));
    }

    /** What was told when the network began, and of this member what holds now. */
    private EtcdListener telling(boolean began) throws Refusal {
        EtcdListener listener = options.listener();
        EtcdListener before = folder.readSettings().etcd();
        Map<String, List<String>> clients = new TreeMap<>(began ? before.members() : forming.clientUrls());
        clients.putAll(listener.members());
        return listener.telling(clients, began ? before.peers() : options.peers().roll().peers());
    }

    private NodeSettings settings(EtcdListener listener) {
        return MemberSettings.of(Engine.HASHGRAPH, listener, options.peers().gossipBind());
    }

    /** Where the secret of the keyspace's owner is, if this member has it. */
    Path ownerKey() {
        return member.ownerFile();
    }

    @Override
    public void close() {
        port.close();
    }
}
