package org.allmende.ledger.genesis;

import java.net.URI;
import org.allmende.ledger.Limits;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Fixed;
import org.allmende.ledger.encoding.Max;

/**
 * What a node's operator states about it, and the keys by which the others know it. Statements of place and
 * ownership are the operator's word until members vouch for them.
 *
 * @param name unique in the network: lower-case letters, digits and hyphens, a letter first
 * @param operator who answers for the node
 * @param provider whose machine it runs on
 * @param region where, in the provider's words
 * @param jurisdiction whose law reaches it, as an ISO 3166-1 code, for instance {@code DE}
 * @param weight its voice in agreement, 0 to {@link #WEIGHT_MAX}
 * @param gossipCertificate DER of the X.509 certificate of its gossip key; empty where the engine has no gossip
 * @param gatewayKey Ed25519 public key of the account that the node's own gateway signs with
 * @param operatorKey Ed25519 public key of the operator's account, whose secret is never on the node
 * @param host where other nodes reach it: an IP address, without brackets, or a name
 * @param gossipPort 1 to 65535
 * @param apiUrl where clients reach it, for instance {@code http://127.0.0.1:7700}: no path, no slash at the end
 */
public record NodeCard(
        @Max(Limits.NAME_BYTES_MAX) String name,
        @Max(Limits.NAME_BYTES_MAX) String operator,
        @Max(Limits.NAME_BYTES_MAX) String provider,
        @Max(Limits.NAME_BYTES_MAX) String region,
        @Max(Limits.NAME_BYTES_MAX) String jurisdiction,
        long weight,
        @Max(4096) Bytes gossipCertificate,
        @Fixed(32) Bytes gatewayKey,
        @Fixed(32) Bytes operatorKey,
        @Max(255) String host,
        int gossipPort,
        @Max(255) String apiUrl) {
    public static final long WEIGHT_MAX = 1_000_000;

    public NodeCard {
        Names.check("node", name);
        Names.checkLabel("operator", operator);
        Names.checkLabel("provider", provider);
        Names.checkLabel("region", region);
        Names.checkLabel("jurisdiction", jurisdiction);
        if (weight < 0 || weight > WEIGHT_MAX) {
            throw new IllegalArgumentException("weight is 0 to " + WEIGHT_MAX + ", not " + weight);
        }
        Addresses.checkPort(gossipPort);
        if (gatewayKey.length() != 32 || operatorKey.length() != 32) {
            throw new IllegalArgumentException("an Ed25519 public key is 32 bytes");
        }
        Addresses.checkHost(name, host);
        Addresses.checkOrigin(name, apiUrl);
    }

    /** The same with another weight. */
    public NodeCard weighing(long other) {
        return new NodeCard(
                name,
                operator,
                provider,
                region,
                jurisdiction,
                other,
                gossipCertificate,
                gatewayKey,
                operatorKey,
                host,
                gossipPort,
                apiUrl);
    }

    /** Where clients reach it. */
    public URI api() {
        return URI.create(apiUrl);
    }

    /** Where other nodes reach it, in one word: host and port, an IPv6 address in brackets (RFC 3986, 3.2.2). */
    public String gossipAddress() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + gossipPort;
    }
}
