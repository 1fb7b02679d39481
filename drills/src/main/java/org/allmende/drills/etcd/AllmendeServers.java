package org.allmende.drills.etcd;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.allmende.drills.DrillContext;
import org.allmende.drills.NodeMeter;
import org.allmende.drills.NodeMetrics;
import org.allmende.drills.Rehearsed;

/** Four nodes over hashgraph, each with its gateway, as {@code allmende up} starts them. */
final class AllmendeServers implements Servers {
    private final Rehearsed network;
    private final List<String> endpoints;
    private final List<Rehearsed.Member> members;
    private int kills;

    private AllmendeServers(Rehearsed network) throws IOException, InterruptedException {
        this.network = network;
        this.members = network.members();
        List<String> urls = new ArrayList<>();
        for (Rehearsed.Member member : members) {
            urls.add("http://" + network.etcd(member.name()));
        }
        this.endpoints = List.copyOf(urls);
    }

    static AllmendeServers start(DrillContext context) throws IOException, InterruptedException {
        return new AllmendeServers(Rehearsed.up(context));
    }

    /** The rehearsal's. */
    Path folder() {
        return network.folder();
    }

    @Override
    public String word() {
        return EtcdFigures.ALLMENDE;
    }

    @Override
    public String description() {
        return "Allmende, four nodes";
    }

    @Override
    public List<String> endpoints() {
        return endpoints;
    }

    @Override
    public List<ProcessHandle> processes() throws IOException {
        List<ProcessHandle> processes = new ArrayList<>();
        for (Rehearsed.Member member : members) {
            processes.add(network.process(member.name()));
        }
        return processes;
    }

    @Override
    public NodeMeter meter() throws IOException {
        return new NodeMeter(processes(), apis());
    }

    private List<URI> apis() {
        return members.stream().map(Rehearsed.Member::api).toList();
    }

    /** There is no leader: each is killed in its turn. */
    @Override
    public void kill() throws IOException, InterruptedException {
        network.kill(List.of(members.get(kills++ % members.size()).name()));
    }

    @Override
    public void mend() throws IOException, InterruptedException {
        network.startMissing();
    }

    /** What the engine itself took lately. */
    double engineMedianMillis() throws IOException, InterruptedException {
        return NodeMetrics.engineMedianMillis(apis());
    }

    @Override
    public void close() throws IOException {
        network.close();
    }
}
