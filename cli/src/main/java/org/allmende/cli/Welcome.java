package org.allmende.cli;

import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.node.EtcdListener;
import org.allmende.node.Refusal;

/** What somebody sees who has just started a network. */
final class Welcome {
    private final Screen screen;
    private final NetworkFolder folder;
    private final LocalNodes local;

    Welcome(Screen screen, NetworkFolder folder, LocalNodes local) {
        this.screen = screen;
        this.folder = folder;
        this.local = local;
    }

    /** As {@code etcdctl} writes them. */
    private List<String> etcdUrls(List<NodeCard> nodes) throws Refusal {
        List<String> urls = new ArrayList<>();
        for (NodeCard node : nodes) {
            EtcdListener listener = folder.node(node.name()).readSettings().etcd();
            listener.addresses().forEach(address -> urls.add(EtcdListener.text(address)));
        }
        return urls;
    }

    void show(List<NodeCard> nodes) throws Refusal {
        TextTable table =
                new TextTable("node", "operator", "provider", "region", "weight", "for clients", "for nodes", "process");
        for (NodeCard node : nodes) {
            table.row(
                    node.name(),
                    node.operator(),
                    node.provider(),
                    node.region() + ", " + node.jurisdiction(),
                    node.weight(),
                    node.apiUrl(),
                    node.gossipAddress(),
                    local.running(node).map(process -> Long.toString(process.pid())).orElse("-"));
        }
        screen.answer("");
        screen.answer(table.toString());
        screen.answer("This is a rehearsal on one machine: the providers are made up, and all nodes share one fate.");
        screen.answer("");
        screen.answer("Try:");
        String where = folder.equals(NetworkFolder.standard()) ? "" : " --dir " + folder.path();
        for (String verb : List.of("kv put greeting hello", "kv get greeting", "status")) {
            screen.answer("  " + Words.command() + " " + verb + where);
        }
        List<String> etcd = etcdUrls(nodes);
        if (!etcd.isEmpty()) {
            screen.answer("  ETCDCTL_API=3 etcdctl --endpoints " + String.join(",", etcd) + " put greeting hello");
        }
        screen.answer("  or open " + nodes.getFirst().apiUrl() + "/ in a browser, to see it live");
        screen.answer("");
        screen.out().flush();
    }
}
