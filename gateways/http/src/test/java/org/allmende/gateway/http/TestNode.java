package org.allmende.gateway.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.allmende.coordination.Coordination;
import org.allmende.coordination.CoordinationOperation;
import org.allmende.coordination.PutRequest;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.checkpoint.CheckpointOperation;
import org.allmende.ledger.checkpoint.CheckpointWriter;
import org.allmende.ledger.checkpoint.Statement;
import org.allmende.ledger.checkpoint.Vouch;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.GenesisKeyspace;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.genesis.Parameters;
import org.allmende.ledger.port.CheckpointFiles;
import org.allmende.ledger.port.LocalPort;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.transaction.Group;
import org.allmende.ledger.transaction.Operation;
import org.allmende.ledger.transaction.Signer;
import org.allmende.ledger.transaction.Transaction;

/** One node in this process: a real ledger with coordination, an engine by hand, and the gateway before it. */
final class TestNode implements AutoCloseable {
    static final long START = 1_800_000_000_000L;
    static final Bytes OPERATOR = secret("operator");
    static final Bytes GATEWAY = secret("gateway");
    static final Bytes OWNER = secret("owner");
    static final String KEYSPACE = "default";

    final Genesis genesis = genesis();
    final HandEngine engine = new HandEngine();
    final LocalPort port;
    final Coordination coordination;
    final HttpGateway gateway;
    final TestClient client;
    final Map<Statement, CheckpointFiles.Kept> checkpoints = new HashMap<>();
    private final AtomicLong salts = new AtomicLong();

    TestNode() {
        this(HttpSettings.onLoopback(0));
    }

    TestNode(HttpSettings settings, Route... further) {
        try {
            List<Coordination> made = new ArrayList<>();
            port = LocalPort.open(new LocalPort.Settings(
                    genesis,
                    0,
                    tables -> {
                        made.add(new Coordination(tables));
                        return made;
                    },
                    engine,
                    GATEWAY,
                    () -> Instant.ofEpochMilli(START),
                    Runnable::run));
            coordination = made.getFirst();
            gateway = HttpGateway.open(settings, port, coordination, this::kept, List.of(further));
            client = new TestClient(gateway.uri());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<CheckpointFiles.Kept> kept(Statement statement) {
        return Optional.ofNullable(checkpoints.get(statement));
    }

    /** Has a checkpoint taken, and writes it; nobody has vouched for it yet. */
    Statement checkpoint() throws IOException {
        port.submit(sign(OPERATOR, new CheckpointOperation.Take()));
        var rows = new ByteArrayOutputStream();
        Statement statement = CheckpointWriter.rows(genesis, port.ledger().head(), port.view(), rows::write);
        Bytes file = CheckpointWriter.head(genesis, statement).concat(Bytes.wrap(rows.toByteArray()));
        checkpoints.put(statement, () -> new ByteArrayInputStream(file.toArray()));
        return statement;
    }

    void vouch(Statement statement) {
        Bytes signature = Vouch.of(statement, 0, GATEWAY).signature();
        port.submit(sign(GATEWAY, new CheckpointOperation.VouchFor(statement, signature)));
    }

    static Genesis genesis() {
        return genesis(START, Parameters.DEFAULT);
    }

    static Genesis genesis(long startMillis, Parameters parameters) {
        NodeCard card = new NodeCard(
                "anna",
                "Anna & Söhne",
                "Nordlicht",
                "north-1",
                "DE",
                1,
                Bytes.of((byte) 0xff, (byte) 1),
                Ed25519.publicKey(GATEWAY),
                Ed25519.publicKey(OPERATOR),
                "127.0.0.1",
                7000,
                "http://127.0.0.1:7001");
        return new Genesis(
                "test",
                Digests.sha256("salt"),
                true,
                startMillis,
                parameters,
                List.of(card),
                List.of(new GenesisKeyspace(KEYSPACE, Ed25519.publicKey(OWNER))));
    }

    static Bytes secret(String name) {
        return Digests.sha256("test/secret", Bytes.wrap(name.getBytes(StandardCharsets.UTF_8)));
    }

    static AccountId account(Bytes secret) {
        return AccountId.ofKey(Ed25519.publicKey(secret));
    }

    /** One group, valid for a minute from the last height. */
    Bytes sign(Bytes secret, Operation... operations) {
        return sign(secret, port.view().timeMillis() + 60_000, Group.of(operations));
    }

    Bytes sign(Bytes secret, long validUntilMillis, Group... groups) {
        return Signer.of(port.schema(), secret)
                .sign(new Transaction(
                        genesis.networkId(),
                        account(secret),
                        validUntilMillis,
                        salts.incrementAndGet(),
                        List.of(groups)));
    }

    /** Signed soundly with one account's key, in the name of another, for a network that may not be this one. */
    Bytes sign(NetworkId network, AccountId sender, Bytes secret, Operation... operations) {
        return Signer.of(port.schema(), secret)
                .sign(new Transaction(
                        network,
                        sender,
                        port.view().timeMillis() + 60_000,
                        salts.incrementAndGet(),
                        List.of(Group.of(operations))));
    }

    static CoordinationOperation put(String key, String value) {
        return new CoordinationOperation.Put(KEYSPACE, PutRequest.of(Bytes.utf8(key), Bytes.utf8(value)));
    }

    static CoordinationOperation putLeased(String key, String value, long lease) {
        return new CoordinationOperation.Put(
                KEYSPACE, new PutRequest(Bytes.utf8(key), Bytes.utf8(value), lease, false, false, false));
    }

    /** Past the gateway. */
    void write(String key, String value) {
        port.submit(sign(OWNER, put(key, value)));
    }

    @Override
    public void close() {
        gateway.close();
        port.close();
    }
}
