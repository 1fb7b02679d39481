package org.allmende.consensus.hashgraph;

import com.hedera.hapi.node.base.ServiceEndpoint;
import com.hedera.hapi.node.state.roster.Roster;
import com.hedera.hapi.node.state.roster.RosterEntry;
import com.hedera.pbj.runtime.io.buffer.Bytes;
import java.io.ByteArrayInputStream;
import java.net.Inet4Address;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.allmende.ledger.genesis.NodeCard;
import org.allmende.ledger.roster.Member;

/** The engine's roster, from the ledger's. */
final class Members {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private Members() {}

    /**
     * @throws IllegalArgumentException when a card's certificate cannot be read or bears the name of another's: peers
     *     are told apart by that name
     */
    static Roster of(org.allmende.ledger.roster.Roster roster) {
        Map<X500Principal, String> names = new HashMap<>();
        List<RosterEntry> entries = new ArrayList<>();
        for (Member member : roster.members()) {
            NodeCard card = member.card();
            String other = names.put(certificate(card).getSubjectX500Principal(), card.name());
            if (other != null) {
                throw new IllegalArgumentException("the gossip certificates of nodes '" + other + "' and '"
                        + card.name() + "' bear the same name; one of them must make new gossip keys");
            }
            entries.add(RosterEntry.newBuilder()
                    .nodeId(member.node())
                    .weight(card.weight())
                    .gossipCaCertificate(
                            Bytes.wrap(card.gossipCertificate().toArray()))
                    .gossipEndpoint(List.of(endpoint(card)))
                    .build());
        }
        return Roster.newBuilder().rosterEntries(entries).build();
    }

    private static ServiceEndpoint endpoint(NodeCard card) {
        ServiceEndpoint.Builder endpoint = ServiceEndpoint.newBuilder().port(card.gossipPort());
        if (!IPV4.matcher(card.host()).matches()) {
            return endpoint.domainName(card.host()).build();
        }
        try {
            return endpoint.ipAddressV4(Bytes.wrap(Inet4Address.ofLiteral(card.host()).getAddress()))
                    .build();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "node '" + card.name() + "': host " + card.host() + " is not an address", e);
        }
    }

    private static X509Certificate certificate(NodeCard card) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(
                            card.gossipCertificate().toArray()));
        } catch (CertificateException e) {
            throw new IllegalArgumentException(
                    "the card of node '" + card.name() + "' has no readable gossip certificate", e);
        }
    }
}
