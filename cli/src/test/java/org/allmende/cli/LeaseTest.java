package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.allmende.node.Refusal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs about leases, on one network of one real process. Each test has leases of its own. */
@Tag("processes")
class LeaseTest {
    @TempDir
    static Path temporary;

    @BeforeAll
    static void start() {
        Said.by("up", "--engine", "solo", "--detach", "--port-base", "0", "--dir", network()).ends(Exit.OK);
    }

    @AfterAll
    static void stop() {
        Said.by("down", "--dir", network()).ends(Exit.OK);
    }

    @Test
    void keysEndWithTheLeaseTheyAreAttachedTo() {
        Said granted = verb("lease", "grant", "60");
        granted.ends(Exit.OK);
        assertThat(granted.out()).matches("[0-7][0-9a-f]{15}\n");
        assertThat(granted.err()).matches("it lives 60 s after each renewal\nat height \\d+, revision \\d+\n");
        String id = granted.out().strip();

        verb("kv", "put", "service/1", "up", "--lease", id).ends(Exit.OK);
        verb("kv", "put", "service/2", "up", "--lease", id).ends(Exit.OK);
        assertThat(verb("lease", "show", id, "--keys").ends(Exit.OK).out()).isEqualTo("service/1\nservice/2\n");
        verb("kv", "put", "service/2", "for good").ends(Exit.OK);
        assertThat(verb("lease", "show", id).ends(Exit.OK).out())
                .containsPattern(id + " +60 +\\d+ +1 +[0-9a-f]{64}");

        assertThat(verb("lease", "revoke", id).ends(Exit.OK).out()).isEqualTo("1\n");
        assertThat(verb("kv", "get", "service/", "--prefix", "--keys-only").out()).isEqualTo("service/2\n");
        refused("LEASE_NOT_FOUND", "lease", "show", id);
        refused("LEASE_NOT_FOUND", "lease", "revoke", id);
        refused("LEASE_NOT_FOUND", "kv", "put", "service/1", "up", "--lease", id);
    }

    @Test
    void whoAsksForLessThanTheLeastIsTold() {
        Said granted = verb("lease", "grant", "1", "--id", "E0").ends(Exit.OK);
        assertThat(granted.out()).isEqualTo("00000000000000e0\n");
        assertThat(granted.err()).contains("it lives 2 s after each renewal");
    }

    @Test
    void aLeaseEndsWhenNobodyRenewsIt() {
        verb("lease", "grant", "5", "--id", "e1").ends(Exit.OK);
        long first = Long.parseLong(
                verb("kv", "put", "passing", "by", "--lease", "e1").ends(Exit.OK).err().strip().replaceAll(".* ", ""));
        Said watched = verb("kv", "watch", "passing", "--rev", Long.toString(first + 1), "--count", "1");
        assertThat(watched.ends(Exit.OK).out()).contains("\tDELETE\tpassing");
        refused("LEASE_NOT_FOUND", "lease", "show", "e1");
    }

    @Test
    void renewalsAreAnsweredOneByOne() {
        verb("lease", "grant", "60", "--id", "a1").ends(Exit.OK);
        verb("lease", "grant", "600", "--id", "a2").ends(Exit.OK);
        Said renewed = verb("lease", "renew", "a2", "A1");
        renewed.ends(Exit.OK);
        assertThat(renewed.out()).isEqualTo("00000000000000a2\t600\n00000000000000a1\t60\n");
        Said partly = verb("lease", "renew", "a1", "a3");
        partly.ends(Exit.REFUSED);
        assertThat(partly.out()).isEqualTo("00000000000000a1\t60\n");
        assertThat(partly.err()).contains("not renewed: 00000000000000a3").contains("try:");
        assertThat(verb("lease", "renew").ends(Exit.USAGE).err()).contains("ID");
    }

    @Test
    void theyAreListedByTheirIds() {
        verb("keyspace", "create", "listed").ends(Exit.OK);
        assertThat(verb("lease", "list", "--keyspace", "listed").ends(Exit.OK).out().lines()).hasSize(1);
        verb("lease", "grant", "60", "--id", "ffffffffffffffff", "--keyspace", "listed").ends(Exit.OK);
        verb("lease", "grant", "60", "--id", "1", "--keyspace", "listed").ends(Exit.OK);
        List<String> lines = verb("lease", "list", "--keyspace", "listed").ends(Exit.OK).out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).matches("lease +ttl \\(s\\) +left \\(s\\) +keys +whose");
        assertThat(lines.get(1)).startsWith("ffffffffffffffff");
        assertThat(lines.get(2)).startsWith("0000000000000001");
        refused("LEASE_EXISTS", "lease", "grant", "60", "--id", "1", "--keyspace", "listed");
        refused("KEYSPACE_NOT_FOUND", "lease", "list", "--keyspace", "none");
        refused("LEASE_TOO_LONG", "lease", "grant", "9000000001");
    }

    @Test
    void itIsWhoItWasGrantedTo() {
        String writer = temporary.resolve("writer.key").toString();
        String publicKey = Said.by("key", "new", writer)
                .out()
                .lines()
                .filter(line -> line.startsWith("public key  "))
                .findFirst()
                .orElseThrow()
                .substring("public key  ".length());
        String account = verb("account", "open", publicKey).ends(Exit.OK).out().strip();
        verb("keyspace", "allow", "default", account, "--prefix", "theirs/").ends(Exit.OK);

        refused("NOT_ALLOWED", "lease", "grant", "60", "--id", "b1", "--key", writer);
        verb("lease", "grant", "60", "--id", "b1", "--prefix", "theirs/", "--key", writer).ends(Exit.OK);
        assertThat(verb("lease", "show", "b1").ends(Exit.OK).out()).contains(account);
        verb("lease", "grant", "60", "--id", "b2").ends(Exit.OK);
        refused("NOT_ALLOWED", "kv", "put", "theirs/1", "x", "--lease", "b2", "--key", writer);
        refused("NOT_ALLOWED", "lease", "revoke", "b2", "--key", writer);
        refused("not renewed: 00000000000000b2", "lease", "renew", "b2", "--key", writer);
        verb("lease", "revoke", "b1").ends(Exit.OK);
    }

    @Test
    void aTransactionTakesALockThatEndsWithItsLease() {
        String takeLock = """
                lease("lock") = 0

                put lock mine --lease c1

                get lock
                """;
        verb("lease", "grant", "60", "--id", "c1").ends(Exit.OK);
        assertThat(Said.byWith(takeLock, words("kv", "txn")).ends(Exit.OK).out()).isEqualTo("SUCCESS\nOK\n");
        assertThat(Said.byWith(takeLock, words("kv", "txn")).ends(Exit.OK).out()).isEqualTo("FAILURE\nlock\tmine\n");
        assertThat(verb("lease", "revoke", "c1").ends(Exit.OK).out()).isEqualTo("1\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "00", "-1", "+1", "0x1", "1g", "11111111111111111"})
    void whatIsNoIdIsRefused(String text) {
        assertThatThrownBy(() -> LeaseId.parse(text))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("'" + text + "' is no lease id");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7fffffffffffffff, 9223372036854775807", "8000000000000000, -9223372036854775808", "FF, 255"})
    void anIdIsSixtyFourBitsInHexadecimal(String text, long id) throws Refusal {
        assertThat(LeaseId.parse(text)).isEqualTo(id);
        assertThat(LeaseId.parse(LeaseId.show(id))).isEqualTo(id);
    }

    private static void refused(String why, String... words) {
        Said said = verb(words);
        said.ends(Exit.REFUSED);
        assertThat(said.err()).contains(why).contains("try:");
    }

    private static Said verb(String... words) {
        return Said.by(words(words));
    }

    private static String[] words(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--dir", network()));
        return all.toArray(String[]::new);
    }

    private static String network() {
        return temporary.resolve("network").toString();
    }
}
