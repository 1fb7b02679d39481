package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs about keys and accounts, on one network of one real process. Each test has keys of its own. */
@Tag("processes")
class KvTest {
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
    void theValueAloneGoesToStandardOutput() {
        Said put = verb("kv", "put", "plain", "one value");
        put.ends(Exit.OK);
        assertThat(put.out()).isEqualTo("OK\n");
        assertThat(put.err()).matches("at height \\d+, revision \\d+\n");

        Said got = verb("kv", "get", "plain");
        got.ends(Exit.OK);
        assertThat(got.out()).isEqualTo("one value\n");
        assertThat(got.err()).matches("as of height \\d+, revision \\d+\n");
        assertThat(verb("kv", "get", "plain", "--local").out()).isEqualTo("one value\n");
    }

    @Test
    void aMissingKeyIsAnErrorThatSaysSo() {
        Said said = verb("kv", "get", "missing");
        said.ends(Exit.REFUSED);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).contains("there is no key 'missing' in keyspace 'default'").contains("try:");
        assertThat(verb("kv", "get", "missing", "--prefix").ends(Exit.OK).out()).isEmpty();
    }

    @Test
    void aPrefixGivesALinePerKey() {
        verb("kv", "put", "jobs/1", "sweep").ends(Exit.OK);
        verb("kv", "put", "jobs/2", "mop").ends(Exit.OK);
        verb("kv", "put", "jobs/3", "dust").ends(Exit.OK);
        assertThat(verb("kv", "get", "jobs/", "--prefix").out()).isEqualTo("jobs/1\tsweep\njobs/2\tmop\njobs/3\tdust\n");
        Said limited = verb("kv", "get", "jobs/", "--prefix", "--limit", "2");
        assertThat(limited.out()).isEqualTo("jobs/1\tsweep\njobs/2\tmop\n");
        assertThat(limited.err()).contains("3 keys in all");
        assertThat(verb("kv", "get", "jobs/", "--prefix", "--keys-only").out()).isEqualTo("jobs/1\njobs/2\njobs/3\n");
        assertThat(verb("kv", "get", "jobs/", "--prefix", "--count").out()).isEqualTo("3\n");
        assertThat(verb("kv", "del", "jobs/", "--prefix").ends(Exit.OK).out()).isEqualTo("3\n");
        assertThat(verb("kv", "del", "jobs/", "--prefix").ends(Exit.OK).out()).isEqualTo("0\n");
    }

    @Test
    void thePastCanBeRead() {
        long before = revision(verb("kv", "put", "past", "then"));
        verb("kv", "put", "past", "now").ends(Exit.OK);
        assertThat(verb("kv", "get", "past", "--rev", Long.toString(before)).out()).isEqualTo("then\n");
        Said future = verb("kv", "get", "past", "--rev", "1000000");
        future.ends(Exit.REFUSED);
        assertThat(future.err()).contains("FUTURE_REVISION").contains("try:");
    }

    @Test
    void jsonHoldsEverything() {
        verb("kv", "put", "json", "ünïcode").ends(Exit.OK);
        Said said = verb("kv", "get", "json", "--json");
        assertThat(said.out())
                .contains("\"key\":\"json\"")
                .contains("\"value\":\"ünïcode\"")
                .contains("\"version\":1")
                .contains("\"height\":")
                .contains("\"count\":1");
        assertThat(said.err()).isEmpty();
    }

    @Test
    void aValueCanComeFromStandardInput() {
        Said.byWith("line 1\nline 2", words("kv", "put", "input", "-")).ends(Exit.OK);
        assertThat(verb("kv", "get", "input").out()).isEqualTo("line 1\nline 2\n");
    }

    @Test
    void aTransactionDoesOneThingOrTheOther() {
        String takeLock = """
                version("lock") = 0

                put lock "held by anna"

                get lock
                """;
        Said taken = Said.byWith(takeLock, words("kv", "txn"));
        taken.ends(Exit.OK);
        assertThat(taken.out()).isEqualTo("SUCCESS\nOK\n");
        Said late = Said.byWith(takeLock, words("kv", "txn"));
        late.ends(Exit.OK);
        assertThat(late.out()).isEqualTo("FAILURE\nlock\theld by anna\n");

        Said unclear = Said.byWith("lock = 0\n", words("kv", "txn"));
        unclear.ends(Exit.USAGE);
        assertThat(unclear.err()).contains("line 1: 'lock = 0' is no compare").contains("kv txn --help");
    }

    @Test
    void aWatchTellsEveryChangeInOrder() {
        long first = revision(verb("kv", "put", "watched", "one"));
        long second = revision(verb("kv", "put", "watched", "two"));
        long third = revision(verb("kv", "del", "watched"));
        Said said = verb("kv", "watch", "watched", "--rev", Long.toString(first), "--count", "3");
        said.ends(Exit.OK);
        assertThat(said.out().lines())
                .as("each with the height it is as of")
                .allMatch(line -> line.matches("\\d+\t.*"))
                .map(line -> line.split("\t", 2)[1])
                .containsExactly(
                        first + "\tPUT\twatched\tone",
                        second + "\tPUT\twatched\ttwo",
                        third + "\tDELETE\twatched");
        assertThat(verb("kv", "watch", "watched", "--rev", Long.toString(third), "--count", "1", "--json").out())
                .contains("\"kind\":\"DELETE\"")
                .contains("{\"height\":");
    }

    @Test
    void aKeyspaceIsCreatedAndItsOwnerSaysWhoWrites() {
        String writer = temporary.resolve("writer.key").toString();
        String publicKey = line("public key  ", Said.by("key", "new", writer));
        String account = verb("account", "open", publicKey).ends(Exit.OK).out().strip();
        Said created = verb("keyspace", "create", "jobs");
        created.ends(Exit.OK);
        assertThat(created.err()).matches("at height \\d+, revision 1\n");
        assertThat(verb("keyspace", "list").ends(Exit.OK).out()).contains("default").contains("jobs");
        refused("KEYSPACE_EXISTS", "keyspace", "create", "jobs");
        refused("lower-case letters", "keyspace", "create", "Jobs");

        verb("keyspace", "quota", "jobs", "1000").ends(Exit.OK);
        refused("NOT_ALLOWED", "keyspace", "quota", "jobs", "0", "--key", writer);
        verb("keyspace", "allow", "jobs", account, "--prefix", "night/").ends(Exit.OK);
        assertThat(verb("keyspace", "show", "jobs").ends(Exit.OK).out()).contains(account).contains("night/");
        verb("kv", "put", "night/1", "a", "--keyspace", "jobs", "--key", writer).ends(Exit.OK);
        refused("NOT_ALLOWED", "kv", "put", "day/1", "a", "--keyspace", "jobs", "--key", writer);
        refused("NOT_", "keyspace", "allow", "jobs", account, "--key", writer);
        verb("keyspace", "disallow", "jobs", account, "--prefix", "night/").ends(Exit.OK);
        refused("NOT_ALLOWED", "kv", "put", "night/2", "a", "--keyspace", "jobs", "--key", writer);
        assertThat(verb("keyspace", "show", "jobs").ends(Exit.OK).out()).doesNotContain(account);
        refused("KEYSPACE_NOT_FOUND", "keyspace", "show", "none");
        refused("KEYSPACE_NOT_FOUND", "keyspace", "allow", "none", account);
        refused("is no account id", "keyspace", "allow", "jobs", "12");
    }

    @Test
    void thePastIsGivenUp() {
        verb("keyspace", "create", "past").ends(Exit.OK);
        List<String> in = List.of("--keyspace", "past");
        long first = revision(verb(with(in, "kv", "put", "key", "one")));
        long second = revision(verb(with(in, "kv", "put", "key", "two")));
        verb(with(in, "kv", "compact", Long.toString(second))).ends(Exit.OK);
        refused("COMPACTED", with(in, "kv", "get", "key", "--rev", Long.toString(first)));
        Said kept = verb(with(in, "kv", "get", "key", "--rev", Long.toString(second)));
        assertThat(kept.ends(Exit.OK).out()).isEqualTo("two\n");
        assertThat(verb("keyspace", "list").out()).containsPattern("past +" + second + " +" + second + " ");
        refused("FUTURE_REVISION", with(in, "kv", "compact", "1000000"));
        assertThat(verb(with(in, "kv", "compact", "x")).ends(Exit.USAGE).err()).contains("REVISION");
    }

    private static String[] with(List<String> options, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(options);
        return all.toArray(String[]::new);
    }

    private static void refused(String why, String... words) {
        Said said = verb(words);
        said.ends(Exit.REFUSED);
        assertThat(said.err()).contains(why).contains("try:");
    }

    @Test
    void whoMayNotWriteIsToldWhatToDo() {
        String key = temporary.resolve("stranger.key").toString();
        String publicKey = line("public key  ", Said.by("key", "new", key));
        Said unknown = verb("kv", "put", "theirs", "x", "--key", key);
        unknown.ends(Exit.REFUSED);
        assertThat(unknown.err()).contains("UNKNOWN_ACCOUNT").contains("try:");

        verb("account", "open", publicKey).ends(Exit.OK);
        Said stranger = verb("kv", "put", "theirs", "x", "--key", key);
        stranger.ends(Exit.REFUSED);
        assertThat(stranger.err()).contains("NOT_ALLOWED").contains("sign as its owner");
        Said twice = verb("account", "open", publicKey);
        twice.ends(Exit.REFUSED);
        assertThat(twice.err()).contains("ACCOUNT_EXISTS");
    }

    @Test
    void aStalePlanIsRefusedWithItsWinnerNamedAndWhatIsLiveIsNotCleanedUp() {
        assertThat(verb("plan", "show", "dns").ends(Exit.REFUSED).err()).contains("plan publish dns 1");
        verb("plan", "publish", "dns", "1", "old").ends(Exit.OK);
        verb("plan", "publish", "dns", "7", "new", "--writer", "planner-2").ends(Exit.OK);
        Said stale = verb("plan", "publish", "dns", "5", "late").ends(Exit.REFUSED);
        assertThat(stale.err()).contains("generation 5 of 'dns' is stale: generation 7 by planner-2 is live");
        assertThat(verb("plan", "show", "dns").ends(Exit.OK).out()).isEqualTo("new\n");
        assertThat(verb("plan", "list", "dns").ends(Exit.OK).out()).isEqualTo("1\n7  live, by planner-2\n");
        assertThat(verb("plan", "clean", "dns", "--before", "8").ends(Exit.REFUSED).err())
                .contains("generation 7 of 'dns' is live, and older than 8: nothing was removed");
        assertThat(verb("plan", "clean", "dns", "--before", "7").ends(Exit.OK).out()).isEqualTo("1\n");
        assertThat(verb("plan", "publish", "a/b", "1", "x").ends(Exit.REFUSED).err()).contains("letters, digits");
    }

    @Test
    void nodesCanBeNamedInsteadOfAFolder() {
        String status = Said.by("status", "--dir", network()).out();
        String url = status.replaceAll("(?s).*(http://127.0.0.1:\\d+).*", "$1");
        verb("kv", "put", "named", "yes").ends(Exit.OK);
        assertThat(Said.by("kv", "get", "named", "--nodes", url).ends(Exit.OK).out()).isEqualTo("yes\n");
        Said unsigned = Said.by("kv", "put", "named", "no", "--nodes", url);
        unsigned.ends(Exit.REFUSED);
        assertThat(unsigned.err()).contains("--key FILE");
        assertThat(Said.by("kv", "get", "named", "--nodes", "http://127.0.0.1:9").code()).isEqualTo(Exit.UNKNOWN);
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

    private static long revision(Said said) {
        return Long.parseLong(said.ends(Exit.OK).err().strip().replaceAll(".*revision ", ""));
    }

    private static String line(String beginning, Said said) {
        return said.out()
                .lines()
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElseThrow()
                .substring(beginning.length());
    }
}
