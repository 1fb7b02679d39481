package org.allmende.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.port.Admission;
import org.allmende.ledger.port.LedgerPort;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Signer;
import org.allmende.ledger.transaction.Transaction;
import org.allmende.ledger.transaction.TransactionId;

/** Clients who sign once, send to many nodes many times, wait at some of them, and ask the others. */
public final class SimulatedClients {
    private static final int ATTEMPTS_MAX = 6;
    private static final int ATTEMPTS_MILLIS = 12_000;
    private static final int QUESTIONS = 4;
    private static final int QUESTIONS_MILLIS = 50_000;
    private static final int CLOCK_MILLIS_MAX = 1_000;

    private final SimulatedNetwork network;
    private final Schema schema;
    private final Seed seed;
    private final List<Signed> signed = new ArrayList<>();

    SimulatedClients(SimulatedNetwork network, Schema schema, Seed seed) {
        this.network = network;
        this.schema = schema;
        this.seed = seed;
    }

    /**
     * One transaction of the account with this key, valid for a while of chance, sent one or many times, and asked for.
     */
    public Signed submit(Bytes secret, Group... groups) {
        return submitAs(AccountId.ofKey(Ed25519.publicKey(secret)), List.of(secret), groups);
    }

    /** In the name of an account, whether or not the keys are its authority; each secret once, at least one. */
    public Signed submitAs(AccountId sender, List<Bytes> secrets, Group... groups) {
        Signed made = sign(sender, secrets, validityMillis(), groups);
        int attempts = seed.between(1, ATTEMPTS_MAX);
        for (int i = 0; i < attempts; i++) {
            network.timeline().after(i == 0 ? 0 : seed.between(1, ATTEMPTS_MILLIS), () -> attempt(made));
        }
        for (int i = 0; i < QUESTIONS; i++) {
            network.timeline().after(seed.between(1, QUESTIONS_MILLIS), () -> ask(made.id()));
        }
        return made;
    }

    /** Mostly half a minute; now and then too short to come in time, as long as may be, or longer. */
    private int validityMillis() {
        return switch (seed.between(1, 20)) {
            case 1, 2 -> seed.between(200, 3_000);
            case 3 -> 180_000;
            case 4 -> 200_000;
            default -> 30_000;
        };
    }

    /** Signs and sends nothing. */
    public Signed sign(AccountId sender, List<Bytes> secrets, int validityMillis, Group... groups) {
        long clock = network.timeline().nowMillis() + seed.between(-CLOCK_MILLIS_MAX, CLOCK_MILLIS_MAX);
        Transaction transaction = new Transaction(
                network.genesis().networkId(), sender, clock + validityMillis, signed.size(), List.of(groups));
        TransactionId id = TransactionId.of(
                transaction.validUntilMillis(), schema.codec(Transaction.class).encode(transaction));
        List<Signer> signers =
                secrets.stream().map(secret -> Signer.of(schema, secret)).toList();
        Bytes bytes = signers.getFirst().signWith(signers.subList(1, signers.size()), transaction);
        Set<Bytes> keys = signers.stream().map(Signer::publicKey).collect(Collectors.toSet());
        Signed made = new Signed(bytes, id, transaction, keys);
        signed.add(made);
        network.auditor().signed(made);
        return made;
    }

    private void attempt(Signed made) {
        SimulatedNode node = seed.pick(network.nodes());
        node.now(() -> send(made, node));
    }

    /** Sends it to a node that is up, and waits there. */
    public Admission send(Signed made, SimulatedNode node) {
        LedgerPort.Awaited awaited = node.port().submitAwaiting(made.bytes());
        told("to " + node + " " + short8(made.id()), awaited.admission());
        if (awaited.admission() instanceof Admission.Accepted) {
            network.auditor().waits(node, made.id(), awaited.settled());
            var _ = awaited.settled().thenAccept(settled -> network.auditor().settled(node, made.id(), settled));
        }
        return awaited.admission();
    }

    /** Gives a node that is up bytes that no client should have made. */
    public Admission sendUnsound(Bytes bytes, SimulatedNode node) {
        Admission admission = node.port().submit(bytes);
        told("to " + node + " " + bytes.length() + " unsound bytes", admission);
        return admission;
    }

    private void told(String what, Admission admission) {
        network.trace().say(what + ": " + word(admission));
        network.trace().told(word(admission).toUpperCase(Locale.ROOT));
    }

    private static String word(Admission admission) {
        return switch (admission) {
            case Admission.Accepted accepted -> "accepted";
            case Admission.Refused(Admission.Reason reason, String detail) -> reason.name();
        };
    }

    private static String short8(TransactionId id) {
        return id.toString().substring(16, 24);
    }

    private void ask(TransactionId id) {
        SimulatedNode node = seed.pick(network.nodes());
        node.now(() -> network.trace().say(
                node + " of " + short8(id) + ": " + network.auditor().judge(node, id).getClass().getSimpleName()));
    }

    /** Everything that was ever signed, in order. */
    public List<Signed> everSigned() {
        return Collections.unmodifiableList(signed);
    }
}
