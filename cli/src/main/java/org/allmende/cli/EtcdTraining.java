package org.allmende.cli;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.allmende.etcd.protocol.KVGrpc;
import org.allmende.etcd.protocol.Rpc;
import org.allmende.etcd.protocol.WatchGrpc;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.node.Refusal;

/** What the start-up caches learn of the gateways for etcd's clients: puts, gets and watches through all of them. */
final class EtcdTraining {
    private static final int CLIENTS_OF_EACH = 24;

    private EtcdTraining() {}

    /** Returns when the time is over. */
    static void run(NetworkFolder folder, Instant end) throws Refusal, InterruptedException {
        Genesis genesis = folder.readGenesis();
        List<ManagedChannel> channels = new ArrayList<>();
        List<Thread> clients = new ArrayList<>();
        AtomicInteger done = new AtomicInteger();
        for (NodeCard node : genesis.nodes()) {
            for (InetSocketAddress address :
                    folder.node(node.name()).readSettings().etcd().addresses()) {
                ManagedChannel channel = NettyChannelBuilder.forAddress(address.getHostString(), address.getPort())
                        .usePlaintext()
                        .build();
                channels.add(channel);
                watch(channel);
                for (int i = 0; i < CLIENTS_OF_EACH; i++) {
                    String name = node.name() + "/" + i + "/";
                    clients.add(Thread.ofVirtual().start(() -> ask(channel, name, end, done)));
                }
            }
        }
        for (Thread client : clients) {
            client.join();
        }
        channels.forEach(ManagedChannel::shutdownNow);
        System.out.println("trained with " + done + " puts of etcd's clients");
    }

    private static void ask(ManagedChannel channel, String name, Instant end, AtomicInteger done) {
        KVGrpc.KVBlockingStub kv = KVGrpc.newBlockingStub(channel);
        try {
            for (int i = 0; Instant.now().isBefore(end); i++) {
                ByteString key = ByteString.copyFromUtf8(name + i);
                var _ = kv.put(Rpc.PutRequest.newBuilder().setKey(key).setValue(key).build());
                var _ = kv.range(Rpc.RangeRequest.newBuilder().setKey(key).build());
                var _ = kv.range(Rpc.RangeRequest.newBuilder().setKey(key).setSerializable(true).build());
                done.incrementAndGet();
            }
        } catch (StatusRuntimeException e) {
            System.out.println("trained less: " + e.getMessage());
        }
    }

    /** All keys. */
    private static void watch(ManagedChannel channel) {
        ByteString zero = ByteString.copyFrom(new byte[1]);
        WatchGrpc.newStub(channel)
                .watch(new StreamObserver<>() {
                    @Override
                    public void onNext(Rpc.WatchResponse response) {}

                    @Override
                    public void onError(Throwable error) {}

                    @Override
                    public void onCompleted() {}
                })
                .onNext(Rpc.WatchRequest.newBuilder()
                        .setCreateRequest(Rpc.WatchCreateRequest.newBuilder().setKey(zero).setRangeEnd(zero))
                        .build());
    }
}
