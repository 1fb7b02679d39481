package org.allmende.cli;

import java.util.ArrayList;
import java.util.List;
import org.allmende.ledger.account.Authority;
import org.allmende.node.Refusal;

/**
 * An authority as people write it: a public key, or {@code K(member,member,…)}: K of these members, each again a public
 * key or such a choice.
 */
final class AuthorityWords {
    static final String HELP = "A public key as 'allmende key new' printed it, or K(A,B,…): K of these, each a public key"
            + " or again such a choice.";

    private final String text;
    private int at;

    private AuthorityWords(String text) {
        this.text = text;
    }

    static Authority parse(String text) throws Refusal {
        AuthorityWords words = new AuthorityWords(text.replace(" ", ""));
        Authority authority = words.authority();
        if (words.at < words.text.length()) {
            throw words.refusal("there is more after its end");
        }
        return authority;
    }

    private Authority authority() throws Refusal {
        int end = at;
        while (end < text.length() && ",()".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String word = text.substring(at, end);
        at = end;
        if (at == text.length() || text.charAt(at) != '(') {
            return new Authority.OneKey(NodeInit.publicKey(word));
        }
        if (!word.matches("[0-9]{1,3}")) {
            throw refusal("before '(' stands how many of the members are required");
        }
        List<Authority> members = new ArrayList<>();
        do {
            at++;
            members.add(authority());
        } while (at < text.length() && text.charAt(at) == ',');
        if (at == text.length() || text.charAt(at) != ')') {
            throw refusal("a ')' is missing");
        }
        at++;
        try {
            return new Authority.Threshold(Integer.parseInt(word), members);
        } catch (IllegalArgumentException e) {
            throw refusal(String.valueOf(e.getMessage()));
        }
    }

    private Refusal refusal(String why) {
        return new Refusal("'" + text + "' is no authority: " + why, "write it as 2(KEY,KEY,KEY), or one KEY");
    }
}
