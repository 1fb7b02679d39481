package org.allmende.ledger.roster;

import org.allmende.ledger.Limits;
import org.allmende.ledger.Reason;

/** Why an operation on the roster is refused, in order of precedence. */
public enum RosterReason implements Reason {
    NOT_AN_OPERATOR(0, "this is for the operators of nodes with weight; sign with the key of one"),
    CHANGE_UNDER_WAY(1, "a roster has passed and is not in force yet; propose again in the next epoch"),
    TOO_MANY_PROPOSALS(
            2,
            "an operator has at most " + Limits.PROPOSALS_OPEN_PER_OPERATOR_MAX
                    + " proposals open; withdraw one, or wait until one is decided"),
    NODE_UNKNOWN(3, "no node of the roster has this number; see which there are with 'allmende roster'"),
    NODE_TWICE(4, "two of the changes are of one node; propose one of them"),
    NOTHING_CHANGES(5, "something of it leaves what there is as it is; leave that out, or name something else"),
    ENTERS_WITH_WEIGHT(6, "a node enters with weight 0 and is given weight once it is level; make its card so"),
    OTHER_NODE(7, "a node keeps its name, operator and weight when its card is renewed; admit another node instead"),
    NAME_TAKEN(8, "another node of the roster has this name; make the card with another"),
    KEY_TAKEN(9, "another node of the roster has this gateway key or gossip certificate; make new keys"),
    ADDRESS_TAKEN(10, "another node of the roster is reached at this address; make the card with its own"),
    WEAK_KEY(11, "a key on the card is not a canonical Ed25519 point of full order; make new keys"),
    TOO_MANY_NODES(12, "a roster has at most " + Limits.NODES_MAX + " nodes; remove one first"),
    NO_WEIGHT_LEFT(13, "no node would have weight; leave one some"),
    TOO_MANY_CHANGES(
            14,
            "of n nodes with weight at most (n-1)/3 may change in one epoch, and always one; propose fewer at a time"),
    CONCENTRATED(
            15,
            "one operator, provider, region or jurisdiction would have a third of the weight or more; spread it, or say"
                    + " expressly that it may be so"),
    NOT_LEVEL(
            16,
            "nodes with more than two thirds of the new weight have to be level, heard within the last "
                    + Limits.LEVEL_MILLIS / 1_000 + " s; wait until they are"),
    NOT_ITS_OPERATOR(17, "only a node's own operator replaces it without a vote; sign as that, or propose the change"),
    NOT_SILENT(18, "the node was heard not long enough ago to be replaced without a vote; propose the change"),
    NO_SUCH_OPERATOR(19, "no node of the roster belongs to this account; name that of an operator"),
    UNSOUND_AUTHORITY(20, "the authority nests too deep, has too many keys, one twice or a weak one; make another"),
    NO_SUCH_PROPOSAL(21, "no proposal of this number is kept; see which there are with 'allmende proposals'"),
    NOT_OPEN(22, "the proposal is decided; make a new one to change what came of it"),
    NO_VOICE(23, "this account had no weight in the roster when that was proposed, which is what counts"),
    NO_VOTE_NEEDED(24, "it needs nobody in favour; vote against it, or let it pass"),
    CARD_UNCHECKED(
            25,
            "whoever is in favour of a card says how its claims were checked; check them, and vote with --checked"),
    ALREADY_SO(26, "this account has said just that; there is nothing to change"),
    NOT_THE_PROPOSER(27, "only who proposed it takes it back; vote against it instead"),
    NOT_A_NODE(28, "only nodes of the roster in force vouch for the next; sign with the gateway key of one"),
    NO_SUCH_ROSTER(29, "no roster of this epoch waits for signatures; look which is next"),
    BAD_SIGNATURE(30, "the signature is not that of the node's gateway key under this roster; sign it with that key"),
    ALREADY_VOUCHED(31, "this node has vouched for that roster; once is enough"),
    LONE_VOICE(
            32,
            "one node would have all the weight, with others beside it, and could not go on; start a network of several"
                    + " from a backup of this one");

    private final int code;
    private final String advice;

    RosterReason(int code, String advice) {
        this.code = code;
        this.advice = advice;
    }

    @Override
    public int code() {
        return code;
    }

    @Override
    public String advice() {
        return advice;
    }
}
