package org.allmende.ledger.account;

import static org.allmende.ledger.Bench.OPERATOR;
import static org.allmende.ledger.Bench.account;
import static org.allmende.ledger.Bench.group;
import static org.allmende.ledger.Bench.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.allmende.ledger.Bench;
import org.allmende.ledger.Limits;
import org.allmende.ledger.account.Authority.OneKey;
import org.allmende.ledger.account.Authority.Threshold;
import org.allmende.ledger.account.LedgerOperation.Barrier;
import org.allmende.ledger.account.LedgerOperation.ChangeAuthority;
import org.allmende.ledger.account.LedgerOperation.OpenAccount;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Codec;
import org.allmende.ledger.encoding.MalformedException;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.receipt.GroupOutcome;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.transaction.Proof;
import org.allmende.ledger.transaction.Signer;
import org.allmende.ledger.transaction.Transaction;
import org.junit.jupiter.api.Test;

/** Who stands behind an account, how many of them it takes, and how that changes. */
class AuthorityTest {
    private static final Bytes ANNA = secret("anna");
    private static final Bytes BELA = secret("bela");
    private static final Bytes CHLOE = secret("chloe");
    private static final Authority TWO_OF_THREE = new Threshold(2, List.of(key(ANNA), key(BELA), key(CHLOE)));
    private static final AccountId BOARD = AccountId.of(TWO_OF_THREE);

    private final Bench bench = new Bench();

    private static Authority key(Bytes secret) {
        return new OneKey(Ed25519.publicKey(secret));
    }

    @Test
    void twoOfThreeActAndOneDoesNot() {
        open(TWO_OF_THREE);

        assertThat(acts(BOARD, ANNA, BELA)).isTrue();
        assertThat(acts(BOARD, CHLOE, ANNA)).isTrue();
        assertThat(acts(BOARD, ANNA, BELA, CHLOE)).isTrue();
        assertThat(acts(BOARD, ANNA)).isFalse();
        assertThat(acts(BOARD, ANNA, OPERATOR)).isFalse();
        assertThat(acts(BOARD, OPERATOR)).isFalse();
    }

    @Test
    void aSignatureThatIsNotSoundSpoilsTheOthers() {
        open(TWO_OF_THREE);
        Transaction transaction = transaction(BOARD);
        Bytes bytes = bench.ledger.schema().codec(Transaction.class).encode(transaction);
        List<Proof.OneSignature> signatures = new ArrayList<>(List.of(
                signer(ANNA).signature(bytes),
                signer(BELA).signature(bytes),
                new Proof.OneSignature(Ed25519.publicKey(CHLOE), Bytes.wrap(new byte[64]))));
        signatures.sort(java.util.Comparator.comparing(Proof.OneSignature::publicKey));

        assertThat(applied(bench.ledger
                        .schema()
                        .codec(org.allmende.ledger.transaction.SignedTransaction.class)
                        .encode(new org.allmende.ledger.transaction.SignedTransaction(
                                bytes, new Proof.ManySignatures(signatures)))))
                .isFalse();
    }

    @Test
    void signaturesStandInOneOrderAndEachKeyOnce() {
        Bytes none = Bytes.wrap(new byte[64]);
        Proof.OneSignature low = new Proof.OneSignature(Bytes.hex("01".repeat(32)), none);
        Proof.OneSignature high = new Proof.OneSignature(Bytes.hex("ff".repeat(32)), none);
        assertThat(new Proof.ManySignatures(List.of(low, high)).all()).hasSize(2);
        for (List<Proof.OneSignature> wrong :
                List.of(List.<Proof.OneSignature>of(), List.of(high, low), List.of(low, low))) {
            assertThatThrownBy(() -> new Proof.ManySignatures(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void signaturesOfATransaction() {
        Codec<Proof> codec = Schema.standard().codec(Proof.class);
        Proof most = new Proof.ManySignatures(signatures(Limits.AUTHORITY_KEYS_MAX));
        Proof tooMany = new Proof.ManySignatures(signatures(Limits.AUTHORITY_KEYS_MAX + 1));

        assertThat(codec.decodeTrusted(codec.encode(most))).isEqualTo(most);
        assertThatThrownBy(() -> codec.encode(tooMany)).hasMessageContaining("ManySignatures.signatures holds 33");
        Bytes bytes = codec.encode(most);
        assertThatThrownBy(() -> codec.decode(Bytes.hex("0121000000").concat(bytes.slice(5, bytes.length()))))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("ManySignatures.signatures holds 33");
    }

    private static List<Proof.OneSignature> signatures(int count) {
        Bytes none = Bytes.wrap(new byte[64]);
        return IntStream.range(0, count)
                .mapToObj(i -> new Proof.OneSignature(Bytes.hex("%02x".formatted(i).repeat(32)), none))
                .toList();
    }

    @Test
    void theAuthorityRotatesAndTheAccountKeepsItsName() {
        open(TWO_OF_THREE);
        assertThat(outcome(BOARD, new ChangeAuthority(key(CHLOE)), ANNA, BELA)).isInstanceOf(GroupOutcome.Applied.class);

        assertThat(acts(BOARD, ANNA, BELA)).isFalse();
        assertThat(acts(BOARD, CHLOE)).isTrue();
        assertThat(bench.last().settled()).isNotEmpty();
        // The old authority may be opened again by nobody: its name is taken.
        assertThat(outcome(account(OPERATOR), new OpenAccount(TWO_OF_THREE, Quota.STANDARD), OPERATOR))
                .isEqualTo(new GroupOutcome.Refused(0, Accounts.TAG, LedgerReason.ACCOUNT_EXISTS.code()));
    }

    @Test
    void anAuthorityIsRefusedInThisOrder() {
        Bytes weak = Bytes.wrap(new byte[32]);
        Authority deep = nested(Limits.AUTHORITY_DEPTH_MAX + 1, key(ANNA));
        List<Authority> many = new ArrayList<>(keys(Limits.AUTHORITY_KEYS_MAX - 1));
        many.add(new Threshold(1, List.of(key(ANNA), key(BELA))));

        assertThat(new Threshold(1, List.of(deep, new OneKey(weak))).objection())
                .contains(LedgerReason.AUTHORITY_TOO_DEEP);
        assertThat(new Threshold(1, many).objection()).contains(LedgerReason.TOO_MANY_KEYS);
        assertThat(new Threshold(1, List.of(new Threshold(1, many), deep)).objection())
                .contains(LedgerReason.AUTHORITY_TOO_DEEP);
        assertThat(new Threshold(1, List.of(new OneKey(weak), new OneKey(weak))).objection())
                .contains(LedgerReason.KEY_TWICE);
        assertThat(new OneKey(weak).objection()).contains(LedgerReason.WEAK_KEY);
    }

    @Test
    void theLimitsOfAnAuthorityCanBeReached() {
        assertThat(nested(Limits.AUTHORITY_DEPTH_MAX, key(ANNA)).objection()).isEmpty();
        assertThat(nested(Limits.AUTHORITY_DEPTH_MAX + 1, key(ANNA)).objection())
                .contains(LedgerReason.AUTHORITY_TOO_DEEP);
        assertThat(new Threshold(Limits.AUTHORITY_KEYS_MAX, keys(Limits.AUTHORITY_KEYS_MAX)).objection()).isEmpty();
        assertThatThrownBy(() -> new Threshold(0, keys(2))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Threshold(3, keys(2))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void threeLevelsOfMembersAct() {
        Authority council = new Threshold(
                2,
                List.of(
                        new Threshold(1, List.of(new Threshold(2, List.of(key(ANNA), key(BELA))), key(secret("deputy")))),
                        key(CHLOE)));
        open(council);
        AccountId id = AccountId.of(council);

        assertThat(acts(id, CHLOE, secret("deputy"))).isTrue();
        assertThat(acts(id, CHLOE, ANNA, BELA)).isTrue();
        assertThat(acts(id, CHLOE, ANNA)).isFalse();
        assertThat(acts(id, ANNA, BELA, secret("deputy"))).isFalse();
    }

    /** The judge: try every subset of keys, and count by hand. */
    @Seeds(200)
    void enoughIsWhatCountingSays(Seed seed) {
        List<Bytes> keys = IntStream.range(0, 6).mapToObj(i -> Bytes.hex("%02x".formatted(i).repeat(32))).toList();
        Authority authority = any(seed, new ArrayList<>(keys), 3);
        for (int subset = 0; subset < 64; subset++) {
            Set<Bytes> signers = new HashSet<>();
            for (int i = 0; i < 6; i++) {
                if ((subset >> i & 1) == 1) {
                    signers.add(keys.get(i));
                }
            }
            assertThat(authority.isSatisfiedBy(signers)).isEqualTo(count(authority, signers) == 1);
        }
    }

    private static int count(Authority authority, Set<Bytes> signers) {
        if (authority instanceof Threshold threshold) {
            int sum = threshold.members().stream().mapToInt(member -> count(member, signers)).sum();
            return sum >= threshold.required() ? 1 : 0;
        }
        return authority instanceof OneKey one && signers.contains(one.publicKey()) ? 1 : 0;
    }

    private static Authority any(Seed seed, List<Bytes> left, int depth) {
        if (depth == 0 || left.size() == 1 || seed.oneIn(3)) {
            return new OneKey(left.removeFirst());
        }
        List<Authority> members = new ArrayList<>();
        int count = seed.between(1, 3);
        for (int i = 0; i < count && !left.isEmpty(); i++) {
            members.add(any(seed, left, depth - 1));
        }
        return new Threshold(seed.between(1, members.size()), members);
    }

    private static Authority nested(int depth, Authority inner) {
        return depth == 0 ? inner : new Threshold(1, List.of(nested(depth - 1, inner)));
    }

    private static List<Authority> keys(int count) {
        return IntStream.range(0, count).<Authority>mapToObj(i -> key(secret("member " + i))).toList();
    }

    private void open(Authority authority) {
        assertThat(outcome(account(OPERATOR), new OpenAccount(authority, Quota.STANDARD), OPERATOR))
                .isInstanceOf(GroupOutcome.Applied.class);
    }

    private boolean acts(AccountId account, Bytes... secrets) {
        return outcomes(account, new Barrier(0), secrets).isPresent();
    }

    private GroupOutcome outcome(AccountId account, LedgerOperation operation, Bytes... secrets) {
        return outcomes(account, operation, secrets).orElseThrow();
    }

    private Optional<GroupOutcome> outcomes(AccountId account, LedgerOperation operation, Bytes... secrets) {
        List<Signer> signers = new ArrayList<>();
        for (Bytes secret : secrets) {
            signers.add(signer(secret));
        }
        Collections.reverse(signers);
        Bytes signed = signers.getFirst()
                .signWith(
                        signers.subList(1, signers.size()),
                        new Transaction(
                                bench.genesis.networkId(),
                                account,
                                bench.ledger.timeMillis() + 30_000,
                                bench.heights.size(),
                                List.of(group(operation))));
        return applied(signed)
                ? Optional.of(bench.last().settled().getFirst().receipt().outcomes().getFirst())
                : Optional.empty();
    }

    private Transaction transaction(AccountId account) {
        return new Transaction(
                bench.genesis.networkId(), account, bench.ledger.timeMillis() + 30_000, 7, List.of(group(new Barrier(0))));
    }

    private Signer signer(Bytes secret) {
        return Signer.of(bench.ledger.schema(), secret);
    }

    private boolean applied(Bytes signed) {
        bench.round(0, bench.ledger.timeMillis() + 10, List.of(signed));
        return !bench.last().settled().isEmpty();
    }
}
