package org.allmende.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.allmende.client.ClientSettings;
import org.allmende.client.NetworkClient;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.port.NodeStatus;
import org.allmende.ledger.roster.Concentration;
import org.allmende.ledger.roster.Roster;
import org.allmende.node.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "status",
        header = "Show how each node is doing, and what the network can still lose.",
        description = {
            "",
            "Each line is a node's own word. At equal heights all nodes have the same state hash; a node that orders and is"
                    + " up to date is level. The network goes on while nodes with more than two thirds of the weight are.",
            "",
            "Exit code 3 when no node answers; the JSON's canStillLose is -1 when the network stands still.",
        },
        footer = {
            "",
            "Examples:",
            "  allmende status",
            "  allmende status --json --nodes http://192.0.2.17:7700 | jq .canStillLose",
        })
final class Status implements Callable<Integer> {
    private static final int HASH_DIGITS = 12;

    private final Screen screen;

    @Mixin
    private Where where = new Where();

    @Option(names = "--json", description = "Answer with one JSON object.")
    private boolean json;

    Status(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws Refusal, UnknownOutcome, IOException, InterruptedException {
        Where.Target target = where.find();
        Genesis genesis = target.genesis();
        Roster roster;
        List<Observed> seen;
        List<SharedGateways.Right> shared;
        try (var _ = Waiting.on(screen, "waiting for the nodes' answers");
                var asked = new Asked(target)) {
            roster = asked.roster();
            seen = Observed.look(asked.client(), asked.nodes());
            shared = new SharedGateways(asked.client(), asked.nodes()).rights();
        }
        Endurance endurance = Observed.endurance(seen);
        if (json) {
            screen.answer(JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsString(object(genesis, roster, seen, endurance, shared)));
        } else {
            screen.out().print(table(seen));
            screen.answer("");
            screen.answer(endurance.sentence());
            RosterShow.spread(new Concentration(roster)).forEach(screen::answer);
            SharedGateways.sentences(shared).forEach(screen::answer);
            if (genesis.rehearsal()) {
                screen.answer("A rehearsal on one machine: all nodes share its fate.");
            }
        }
        if (seen.stream().allMatch(node -> node.status().isEmpty())) {
            throw new UnknownOutcome(
                    "no node of network '" + genesis.name() + "' answers", "start it with '" + Words.command() + " up'");
        }
        return Exit.OK;
    }

    static TextTable table(List<Observed> seen) {
        TextTable table =
                new TextTable("node", "provider", "region", "weight", "state", "height", "state hash", "address");
        for (Observed node : seen) {
            table.row(
                    node.card().name(),
                    node.card().provider(),
                    node.card().region(),
                    node.card().weight(),
                    node.state(),
                    node.status().map(status -> Long.toString(status.health().height())).orElse("-"),
                    node.status().map(Status::shortHash).orElse("-"),
                    node.card().apiUrl());
        }
        return table;
    }

    private static String shortHash(NodeStatus status) {
        return status.stateHash().toHex().substring(0, HASH_DIGITS);
    }

    private static Map<String, Object> object(
            Genesis genesis,
            Roster roster,
            List<Observed> seen,
            Endurance endurance,
            List<SharedGateways.Right> shared) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("network", genesis.name());
        object.put("id", genesis.networkId().toString());
        object.put("rehearsal", genesis.rehearsal());
        object.put("epoch", roster.epoch());
        object.put("level", endurance.level());
        object.put("canStillLose", endurance.canStillLose());
        object.put("couldStop", couldStop(new Concentration(roster)));
        object.put(
                "sharedGateways",
                shared.stream()
                        .map(right -> Map.of(
                                "node", right.node(), "keyspace", right.keyspace(), "prefix", right.prefix()))
                        .toList());
        object.put("nodes", seen.stream().map(node -> object(node, seen)).toList());
        return object;
    }

    /** How many of each, at least, could stop the network together. */
    private static Map<String, Object> couldStop(Concentration concentration) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (Concentration.Label label : Concentration.Label.values()) {
            object.put(label.name().toLowerCase(Locale.ROOT) + "s", concentration.stoppers(label));
        }
        return object;
    }

    private static Map<String, Object> object(Observed node, List<Observed> seen) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", node.card().name());
        object.put("operator", node.card().operator());
        object.put("provider", node.card().provider());
        object.put("region", node.card().region());
        object.put("jurisdiction", node.card().jurisdiction());
        object.put("weight", node.card().weight());
        object.put("state", node.state());
        object.put("why", node.status().map(status -> status.health().why()).orElse("no answer"));
        object.put("level", node.isLevel(seen));
        object.put("height", node.status().map(status -> status.health().height()).orElse(null));
        object.put("stateHash", node.status().map(status -> status.stateHash().toHex()).orElse(null));
        object.put(
                "addresses",
                Map.of("api", node.card().apiUrl(), "gossip", node.card().gossipAddress()));
        return object;
    }
}
