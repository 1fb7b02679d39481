package org.allmende.ledger.verification;

import static org.allmende.ledger.Bench.OPERATOR;
import static org.allmende.ledger.Bench.START;
import static org.allmende.ledger.Bench.account;
import static org.allmende.ledger.Bench.group;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.allmende.ledger.Bench;
import org.allmende.ledger.Limits;
import org.allmende.ledger.Notes.Request;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.signatures.Ed25519;
import org.allmende.ledger.transaction.Signer;
import org.allmende.ledger.transaction.Transaction;
import org.allmende.ledger.verification.Checked.Flaw;
import org.allmende.ledger.verification.Checked.Sound;
import org.allmende.ledger.verification.Checked.Unsound;
import org.junit.jupiter.api.Test;

class VerificationTest {
    private final Bench bench = new Bench();
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private final Verification verification =
            new Verification(bench.genesis.networkId(), bench.ledger.schema(), queue::add);
    private final Bench.Signed signed = bench.sign(group(new Request.Write("a", "1")));

    @Test
    void aSoundTransactionComesWithItsIdAndItsSigner() {
        assertThat(verification.look(signed.bytes()))
                .isEqualTo(new Sound(
                        signed.id(), signed.transaction(), Set.of(Ed25519.publicKey(OPERATOR))));
    }

    @Test
    void theIdSaysUntilWhenItIsValid() {
        assertThat(signed.id().validUntilMillis()).isEqualTo(START + 30_000);
    }

    @Test
    void everyBitOfTheBytesMatters() {
        Bytes bytes = signed.bytes();
        for (int bit = 0; bit < bytes.length() * 8; bit++) {
            byte[] changed = bytes.toArray();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(verification.take(Bytes.wrap(changed))).as("bit %d", bit).isInstanceOf(Unsound.class);
        }
    }

    @Test
    void flawsAreNamedInOrder() {
        assertFlaw(Flaw.TOO_LARGE, Bytes.of(new byte[Limits.SIGNED_TRANSACTION_BYTES_MAX + 1]));
        assertFlaw(Flaw.MALFORMED, Bytes.of(new byte[Limits.SIGNED_TRANSACTION_BYTES_MAX]));
        assertFlaw(Flaw.MALFORMED, Bytes.EMPTY);
        assertFlaw(Flaw.MALFORMED, signed.bytes().slice(0, signed.bytes().length() - 1));
        assertFlaw(Flaw.MALFORMED, signed.bytes().concat(Bytes.of((byte) 0)));
        Transaction elsewhere = new Transaction(
                new NetworkId(Digests.sha256("another network")),
                account(OPERATOR),
                START + 1,
                0,
                List.of(group(new Request.Write("a", ""))));
        assertFlaw(
                Flaw.WRONG_NETWORK, Signer.of(bench.ledger.schema(), OPERATOR).sign(elsewhere));
        byte[] badSignature = signed.bytes().toArray();
        badSignature[badSignature.length - 1] ^= 1;
        assertFlaw(Flaw.BAD_SIGNATURE, Bytes.wrap(badSignature));
    }

    @Test
    void whatIsCheckedAheadIsNotCheckedAgain() {
        verification.ahead(signed.bytes());
        verification.ahead(signed.bytes());
        assertThat(queue).hasSize(1);
        queue.remove().run();

        Checked first = verification.look(signed.bytes());

        assertThat(verification.take(signed.bytes())).isSameAs(first);
        assertThat(verification.take(signed.bytes())).isNotSameAs(first).isEqualTo(first);
    }

    @Test
    void whoNeedsAVerdictNeverWaitsForTheQueue() {
        verification.ahead(signed.bytes());

        assertThat(verification.take(signed.bytes())).isInstanceOf(Sound.class);
    }

    @Test
    void verdictsNobodyTakesMakeRoomForNewerOnes() {
        for (int i = 0; i <= Verification.KEPT_MAX; i++) {
            verification.ahead(Bytes.utf8("junk " + i));
        }
        int before = queue.size();

        verification.ahead(Bytes.utf8("junk 1"));
        assertThat(queue).as("the second is still kept").hasSize(before);
        verification.ahead(Bytes.utf8("junk 0"));
        assertThat(queue).as("the first was pushed out").hasSize(before + 1);
    }

    @Test
    void verdictsAreKeptForSoManyBytesOfTransactions() {
        int largest = Limits.SIGNED_TRANSACTION_BYTES_MAX;
        int count = (int) (Verification.KEPT_BYTES_MAX / largest);
        for (int i = 0; i < count; i++) {
            verification.ahead(junk(i, largest));
        }
        verification.ahead(junk(count, (int) (Verification.KEPT_BYTES_MAX % largest)));
        int before = queue.size();

        verification.ahead(junk(0, largest));
        assertThat(queue).as("at the limit every one is kept").hasSize(before);
        verification.ahead(Bytes.of((byte) 1));
        verification.ahead(junk(1, largest));
        assertThat(queue).as("one byte past it the second is still kept").hasSize(before + 1);
        verification.ahead(junk(0, largest));
        assertThat(queue).as("and the first was pushed out").hasSize(before + 2);
    }

    private static Bytes junk(int number, int length) {
        byte[] bytes = new byte[length];
        bytes[0] = (byte) number;
        return Bytes.wrap(bytes);
    }

    private void assertFlaw(Flaw flaw, Bytes bytes) {
        assertThat(verification.take(bytes)).isInstanceOfSatisfying(Unsound.class, unsound -> {
            assertThat(unsound.flaw()).isEqualTo(flaw);
            assertThat(unsound.detail()).contains(":");
        });
    }
}
