package org.allmende.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.allmende.gateway.etcd.EtcdSettings;
import org.allmende.ledger.encoding.Bytes;

/**
 * The node's gateway for clients of etcd. It signs with the node's own key: it can write what the keyspace's owner has
 * delegated to that account, and whoever reaches it can write that through it.
 *
 * @param bind the address it listens on
 * @param port its port, 1 to 65535; 0: there is none
 * @param keyspace the one it serves
 * @param prefix of the keys it may write, as delegated; empty: all
 * @param members where etcd's clients reach the nodes, by their names
 */
public record EtcdListener(String bind, int port, String keyspace, String prefix, Map<String, String> members) {
    /** No gateway. */
    public static final EtcdListener OFF = new EtcdListener("127.0.0.1", 0, "default", "", Map.of());

    public EtcdListener {
        members = Map.copyOf(members);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("etcd.port is 0 (no gateway) to 65535, not " + port);
        }
        if (bind.isBlank()) {
            throw new IllegalArgumentException("etcd.bind is an address; 127.0.0.1 is this machine only");
        }
        if (keyspace.isBlank()) {
            throw new IllegalArgumentException("etcd.keyspace is a keyspace's name; 'default' is usual");
        }
    }

    public boolean isOn() {
        return port != 0;
    }

    EtcdSettings settings() {
        Map<String, List<String>> urls = new LinkedHashMap<>();
        members.forEach((node, url) -> urls.put(node, List.of(url)));
        return new EtcdSettings(bind, port, Bytes.utf8(prefix), urls, EtcdSettings.PROGRESS_INTERVAL);
    }

    /** As in the settings' file: {@code anna=http://127.0.0.1:7800}, by name, spaces between. */
    String membersText() {
        return members.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(" "));
    }

    static Map<String, String> members(List<String> words) {
        Map<String, String> members = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1 || members.putIfAbsent(word.substring(0, equals), word.substring(equals + 1)) != null) {
                throw new IllegalArgumentException(
                        "etcd.members names each node once, as anna=http://127.0.0.1:7800, not '" + word + "'");
            }
        }
        return members;
    }
}
