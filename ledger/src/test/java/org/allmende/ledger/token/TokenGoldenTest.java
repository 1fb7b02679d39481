package org.allmende.ledger.token;

import static org.allmende.ledger.encoding.Golden.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.allmende.ledger.Bench;
import org.allmende.ledger.account.AccountId;
import org.allmende.ledger.arithmetic.Uint256;
import org.allmende.ledger.encoding.Golden;
import org.allmende.ledger.encoding.Golden.Row;
import org.allmende.ledger.encoding.Schema;
import org.allmende.ledger.transaction.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes of everything about tokens that is signed, stored or sent, written by hand from Borsh's description. */
class TokenGoldenTest {
    private static final Schema SCHEMA = new Bench().ledger.schema();
    private static final String T = "11".repeat(32);
    private static final String A = "22".repeat(32);
    private static final TokenId TOKEN = TokenId.parse(T);
    private static final AccountId ACCOUNT = AccountId.parse(A);
    private static final Uint256 FIVE = Uint256.of(5);
    private static final String FIVE_BYTES = "05" + "00".repeat(31);

    static List<Row<?>> rows() {
        return List.of(
                row(
                        TokenOperation.class,
                        new TokenOperation.Create("COIN", 2, FIVE),
                        "00 | 04 00 00 00 43 4f 49 4e | 02 00 00 00" + FIVE_BYTES),
                row(TokenOperation.class, new TokenOperation.Mint(TOKEN, ACCOUNT, FIVE), "01" + T + A + FIVE_BYTES),
                row(
                        TokenOperation.class,
                        new TokenOperation.Burn(TOKEN, Optional.of(ACCOUNT), FIVE),
                        "02" + T + "01" + A + FIVE_BYTES),
                row(
                        TokenOperation.class,
                        new TokenOperation.Transfer(TOKEN, Optional.empty(), ACCOUNT, FIVE),
                        "03" + T + "00" + A + FIVE_BYTES),
                row(
                        TokenOperation.class,
                        new TokenOperation.ChangeIssuer(TOKEN, Optional.empty()),
                        "04" + T + "00"),
                row(Operation.class, new TokenOperation.ChangeIssuer(TOKEN, Optional.empty()), "02 | 04" + T + "00"),
                row(TokenEvent.class, new TokenEvent.Created(TOKEN, ACCOUNT), "00" + T + A),
                row(TokenEvent.class, new TokenEvent.Minted(TOKEN, ACCOUNT, FIVE), "01" + T + A + FIVE_BYTES),
                row(TokenEvent.class, new TokenEvent.Burned(TOKEN, ACCOUNT, FIVE), "02" + T + A + FIVE_BYTES),
                row(
                        TokenEvent.class,
                        new TokenEvent.Transferred(TOKEN, ACCOUNT, ACCOUNT, FIVE),
                        "03" + T + A + A + FIVE_BYTES),
                row(
                        TokenEvent.class,
                        new TokenEvent.IssuerChanged(TOKEN, Optional.of(ACCOUNT)),
                        "04" + T + "01" + A),
                row(TokenResult.class, new TokenResult.Done(), "00"),
                row(TokenResult.class, new TokenResult.Created(TOKEN), "01" + T),
                row(TokenResult.class, new TokenResult.Moved(FIVE), "02" + FIVE_BYTES));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isWrittenAsTheseBytesForGood(Row<?> row) {
        row.check(SCHEMA);
    }

    @Test
    void everyCaseHasItsBytesWrittenDown() {
        assertThat(Golden.missing(rows())).isEmpty();
    }

    @Test
    void aTokenIsNamedByTheHashOfItsCreatorAndSymbol() {
        // SHA-256 of "allmende/1/token", a zero byte, 32 bytes 22, "COIN", made by another program.
        assertThat(TokenId.of(ACCOUNT, "COIN")).hasToString("973205f0d03ec14e64f0ae59e0f236e77e126eb4a0548465fd593201b50e9947");
    }
}
