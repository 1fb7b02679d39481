package org.allmende.node.etcd;

import org.allmende.ledger.encoding.Bytes;
import org.allmende.node.Engine;
import org.allmende.node.EtcdListener;
import org.allmende.node.NewNode;
import org.allmende.node.NodeSettings;
import org.allmende.node.etcd.forming.Roll;

/** What a node that is started by etcd's flags says of itself and is set to. */
final class MemberSettings {
    static final String LOOPBACK = "127.0.0.1";

    private MemberSettings() {}

    /** Without the gateway over HTTP. */
    static NodeSettings of(Engine engine, EtcdListener listener, String gossipBind) {
        NodeSettings standard = NodeSettings.DEFAULT;
        return new NodeSettings(
                engine,
                standard.httpBind(),
                0,
                standard.httpHosts(),
                standard.httpOrigins(),
                listener,
                gossipBind,
                standard.heapMegabytes(),
                standard.jvmOptions(),
                standard.log());
    }

    static NewNode.Statement statement(EtcdOptions options, Bytes operatorKey, int gossipPort) {
        return new NewNode.Statement(
                options.name(),
                "unnamed",
                "this machine",
                "here",
                "ZZ",
                1,
                operatorKey,
                Roll.host(options.peers().advertised().getFirst()),
                gossipPort,
                "http://127.0.0.1:1");
    }
}
