package org.allmende.node.etcd.forming;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;

/** Members that exchange in one thread: questions and answers travel as long as they like, members end at any step. */
final class Cluster {
    /** Instead of the end of a process in the middle of something. */
    private static final class EndedException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** What is on a member's disk. */
    private static final class Disk implements Keeping {
        Introduction introduction;
        @Nullable Genesis bound;
        boolean settled;
        private final Runnable hazard;
        private final Set<NetworkId> everSettled;

        Disk(Introduction introduction, Runnable hazard, Set<NetworkId> everSettled) {
            this.introduction = introduction;
            this.hazard = hazard;
            this.everSettled = everSettled;
        }

        @Override
        public void bind(Genesis genesis) {
            hazard.run();
            if (bound != null) {
                throw new AssertionError("bound twice");
            }
            bound = genesis;
            hazard.run();
        }

        @Override
        public void settle(Genesis genesis) {
            hazard.run();
            if (!genesis.equals(bound)) {
                throw new AssertionError("settled on what it is not bound to");
            }
            settled = true;
            everSettled.add(genesis.networkId());
            hazard.run();
        }
    }

    /** An answer on its way back to a process that may have ended meanwhile. */
    private record Letter(String to, Forming asker, String from, Reply reply) {}

    private final Seed seed;
    private final Roll roll;
    private final Map<String, Disk> disks = new HashMap<>();
    private final Map<String, Forming> running = new HashMap<>();
    private final Map<String, Roll> rolls = new HashMap<>();
    private final List<Letter> letters = new ArrayList<>();
    private final Set<NetworkId> settled = new HashSet<>();
    final List<String> refused = new ArrayList<>();
    private boolean hazards;
    private int made;

    Cluster(Seed seed, int members) throws Refusal {
        this.seed = seed;
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < members; i++) {
            list.append(i == 0 ? "" : ",").append("m").append(i).append("=http://127.0.0.1:").append(2_380 + i);
        }
        roll = Roll.of(list.toString(), "token");
        for (String name : roll.urls().keySet()) {
            rolls.put(name, roll);
            disks.put(name, newDisk(name));
        }
    }

    Roll roll() {
        return roll;
    }

    /** A member that is started with another list or token. */
    void startWith(String name, Roll other) {
        rolls.put(name, other);
    }

    private Disk newDisk(String name) {
        return new Disk(introduction(seed, name, 3_000 + Integer.parseInt(name.substring(1)), ++made), this::hazard, settled);
    }

    /** One that looks like a member's; keys follow from {@code number}. */
    static Introduction introduction(Seed seed, String name, int port, int number) {
        Bytes key = Ed25519.publicKey(Bytes.wrap(seed.split().bytes(24).concat(Bytes.utf8("%08d".formatted(number))).toArray()));
        return new Introduction(
                new NodeCard(
                        name, "o", "p", "r", "DE", 1, Bytes.utf8("certificate " + number), key, key, "127.0.0.1", port,
                        "http://127.0.0.1:1"),
                key,
                seed.between(1, 1_000_000),
                Bytes.wrap(seed.bytes(24).concat(Bytes.utf8("%08d".formatted(number))).toArray()));
    }

    private void hazard() {
        if (hazards && seed.oneIn(4)) {
            throw new EndedException();
        }
    }

    /** One thing happens: a member starts, ends or asks, or an answer comes. */
    void step(boolean withHazards) {
        hazards = withHazards;
        String name = seed.pick(roll.urls().keySet().stream().toList());
        Forming member = running.get(name);
        if (member == null) {
            Disk disk = disk(name);
            running.put(
                    name,
                    new Forming(rolls.getOrDefault(name, roll), disk.introduction, "default", "", disk, disk.bound, disk.settled));
        } else if (withHazards && seed.oneIn(20)) {
            running.remove(name);
        } else if (!letters.isEmpty() && seed.oneIn(2)) {
            deliver(letters.remove(seed.between(0, letters.size() - 1)));
        } else if (!member.hasSettled()) {
            String other = seed.pick(roll.urls().keySet().stream().toList());
            Forming asked = running.get(other);
            if (!other.equals(name) && asked != null) {
                letters.add(new Letter(name, member, other, asked.answer(member.ask())));
            }
        }
    }

    private void deliver(Letter letter) {
        if (running.get(letter.to()) != letter.asker()) {
            return;
        }
        try {
            letter.asker().hear(letter.from(), letter.reply());
        } catch (EndedException e) {
            running.remove(letter.to());
        } catch (Refusal e) {
            refused.add(letter.to() + ": " + e.getMessage());
            running.remove(letter.to());
        }
    }

    private Disk disk(String name) {
        Disk disk = disks.get(name);
        if (disk == null) {
            throw new AssertionError("there is no " + name);
        }
        return disk;
    }

    /** Its disk is gone, and it starts anew with other keys. */
    void lose(String name) {
        running.remove(name);
        disks.put(name, newDisk(name));
    }

    /** The networks that have ever begun. */
    Set<NetworkId> settled() {
        return settled;
    }

    boolean haveAllSettled() {
        return disks.values().stream().allMatch(disk -> disk.settled);
    }

    /** Whoever has begun did so when all were bound. */
    boolean areAllBoundWhereOneHasSettled() {
        Deque<Disk> all = new ArrayDeque<>(disks.values());
        return all.stream().noneMatch(disk -> disk.settled) || all.stream().allMatch(disk -> disk.bound != null);
    }
}
