package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.allmende.client.Keys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs about accounts, delegations and tokens, on one network of one real process. */
@Tag("processes")
class TokenTest {
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
    void aTokenIsCreatedMintedMovedAndBurnedInExactAmounts() {
        String anna = open(key("anna"));
        String token = answer("token", "create", "HOURS", "--decimals", "2", "--max", "1000.00");
        answer("token", "mint", "HOURS", anna, "12.50");
        answer("token", "transfer", token, anna, "0.05", "--key", file("anna"));
        answer("token", "burn", token, "2.5", "--key", file("anna"));

        assertThat(answer("token", "list")).contains(token).contains("HOURS").contains("10.00");
        assertThat(answer("token", "list", "--held-by", anna)).contains("HOURS").contains("10.00");

        refused("OVER_SUPPLY", "token", "mint", "HOURS", anna, "990.01");
        refused("NOT_ENOUGH", "token", "burn", token, "10.01", "--key", file("anna"));
        refused("is no amount of a token with 2 decimal places", "token", "burn", token, "0.001", "--key", file("anna"));
        refused("NO_SUCH_TOKEN", "token", "mint", "NONE", anna, "1");
        refused("TOKEN_EXISTS", "token", "create", "HOURS");
    }

    @Test
    void twoOfThreeKeysActTogetherAndTheAuthorityCanChange() {
        String keys = key("one") + "," + key("two") + "," + key("three");
        String board = open("2(" + keys + ")");
        answer("token", "create", "VOTE", "--account", board, "--key", file("one"), "--key", file("three"));
        refused("NOT_AUTHORIZED", "token", "create", "ALONE", "--account", board, "--key", file("one"));
        assertThat(answer("account", "show", board)).contains("2 of (key ");

        answer("account", "rotate", key("next"), "--account", board, "--key", file("one"), "--key", file("two"));
        refused("NOT_AUTHORIZED", "token", "create", "OLD", "--account", board, "--key", file("one"), "--key", file("two"));
        answer("token", "create", "NEW", "--account", board, "--key", file("next"));

        refused("NOT_ALLOWED", "kv", "put", "votes", "1", "--account", board, "--key", file("next"));

        refused("a ')' is missing", "account", "open", "2(" + keys);
        refused("OVER_OWN_QUOTA", "account", "open", key("rich"), "--entries", "99999999999");
    }

    @Test
    void aDelegateWritesWithinItsScopeAndLimit() throws IOException {
        String delegate = open(key("delegate"));
        answer("delegation", "give", delegate, "--keyspace", "default", "--prefix", "jobs/", "--limit", "2", "--for", "1h");
        assertThat(answer("account", "show", owner())).contains(delegate);
        assertThat(answer("delegation", "list", owner())).contains(delegate);
        assertThat(answer("delegation", "list", delegate)).doesNotContain(delegate);
        assertThat(answer("account", "list")).contains(delegate).contains(owner());

        answer("kv", "put", "jobs/1", "a", "--key", file("delegate"));
        refused("NOT_ALLOWED", "kv", "put", "other", "a", "--key", file("delegate"));
        answer("kv", "put", "jobs/2", "a", "--key", file("delegate"));
        refused("NOT_ALLOWED", "kv", "put", "jobs/3", "a", "--key", file("delegate"));

        answer("delegation", "give", delegate, "--keyspace", "default", "--prefix", "jobs/", "--for", "1h");
        answer("kv", "put", "jobs/3", "a", "--key", file("delegate"));
        answer("delegation", "end", delegate, "--keyspace", "default", "--prefix", "jobs/");
        refused("NOT_ALLOWED", "kv", "put", "jobs/4", "a", "--key", file("delegate"));
        refused("NO_SUCH_DELEGATION", "delegation", "end", delegate, "--keyspace", "default", "--prefix", "jobs/");
        answer("delegation", "give", delegate, "--keyspace", "default", "--for", "1h");
        answer("delegation", "give", delegate, "--keyspace", "default", "--prefix", "jobs/", "--for", "1h");
        answer("delegation", "end", "--all");
        refused("NOT_ALLOWED", "kv", "put", "jobs/4", "a", "--key", file("delegate"));
        refused("--all is for every delegation", "delegation", "end", delegate, "--all");
        refused("no account is named", "delegation", "end", "--keyspace", "default");
        refused("a delegation is for keys, for a token", "delegation", "give", delegate, "--for", "1h");
        refused("'1 week' is no time", "delegation", "give", delegate, "--keyspace", "default", "--for", "1 week");
    }

    @Test
    void aDelegateBurnsWhatAnotherHolds() {
        String holder = open(key("holder"));
        String burner = open(key("burner"));
        String token = answer("token", "create", "ASH");
        answer("token", "mint", "ASH", holder, "5");
        refused("NOT_ALLOWED", "token", "burn", token, "1", "--from", holder, "--key", file("burner"));
        answer("delegation", "give", burner, "--token", token, "--for", "1h", "--key", file("holder"));
        answer("token", "burn", token, "2", "--from", holder, "--key", file("burner"));
        assertThat(answer("token", "list", "--held-by", holder)).contains("ASH").contains(" 3");
    }

    @Test
    void mintingIsHandedOverAndEndedForGood() {
        String next = open(key("mint"));
        String token = answer("token", "create", "BELL");
        answer("token", "issuer", "BELL", next);
        refused("NOT_", "token", "mint", "BELL", next, "1");
        answer("token", "mint", token, next, "1", "--key", file("mint"));
        answer("token", "issuer", token, "--none", "--key", file("mint"));
        refused("NOT_", "token", "mint", token, next, "1", "--key", file("mint"));
        assertThat(answer("token", "list")).contains("nobody");
        assertThat(verb("token", "issuer", "BELL").ends(Exit.USAGE).err()).contains("'ACCOUNT', or --none");
        assertThat(verb("token", "issuer", "BELL", next, "--none").ends(Exit.USAGE).err()).contains("exclude");
        refused("is no account id", "token", "issuer", "z".repeat(64) + ":BELL", next);
    }

    @Test
    void aDelegationOfAWholeApplicationIsGivenAndEnded() throws IOException {
        String all = open(key("all"));
        answer("delegation", "give", all, "--application", "coordination", "--resource", "-", "--for", "1h");
        answer("kv", "put", "anything", "a", "--key", file("all"));
        assertThat(answer("delegation", "list", owner())).containsPattern(all + " +coordination +- ");
        answer("delegation", "end", all, "--application", "1", "--resource", "-");
        refused("NOT_ALLOWED", "kv", "put", "anything", "b", "--key", file("all"));

        answer("delegation", "give", all, "--keyspace", "default", "--prefix", "x/", "--for", "1h");
        String resource = HexFormat.of().formatHex("default\0x/".getBytes(StandardCharsets.UTF_8));
        assertThat(answer("delegation", "list", owner())).contains(resource);
        answer("delegation", "end", all, "--application", "coordination", "--resource", resource);

        refused("does not say which part", "delegation", "end", all, "--application", "tokens");
        refused("without an application", "delegation", "end", all, "--token", "T", "--resource", "00");
        refused("without a keyspace", "delegation", "end", all, "--token", "T", "--prefix", "x");
        refused("there is no application 'theirs'", "delegation", "end", all, "--application", "theirs", "--resource", "-");
        refused("is no resource", "delegation", "end", all, "--application", "tokens", "--resource", "xyz");
        refused("is no resource", "delegation", "end", all, "--application", "9", "--resource", "00".repeat(9_000));
    }

    @Test
    void whoChangesKeysIsToldWhoStillActs() {
        String stolen = open(key("stolen"));
        String thief = open(key("thief"));
        assertThat(verb("account", "rotate", key("safe-1"), "--key", file("stolen")).ends(Exit.OK).err())
                .doesNotContain("still act");
        answer("delegation", "give", thief, "--application", "tokens", "--resource", "-", "--for", "1h",
                "--account", stolen, "--key", file("safe-1"));
        Said said = verb("account", "rotate", key("safe-2"), "--account", stolen, "--key", file("safe-1"));
        said.ends(Exit.OK);
        assertThat(said.out()).isEqualTo(stolen + "\n");
        assertThat(said.err()).contains("still act").contains(thief).contains("delegation end").contains(stolen);
        answer("delegation", "end", thief, "--application", "tokens", "--resource", "-",
                "--account", stolen, "--key", file("safe-2"));
    }

    @Test
    void aQuotaIsGivenAndTakenByWhoOpened() {
        String guild = open(key("guild"), "--may-open", "1", "--entries", "1");
        String member = answer("account", "open", key("member"), "--entries", "1", "--key", file("guild"));
        refused("NO_RIGHT_TO_OPEN", "account", "open", key("late"), "--entries", "1", "--key", file("guild"));
        refused("NOT_THE_OPENER", "account", "quota", member, "--entries", "1");

        answer("token", "create", "ONE", "--key", file("guild"));
        refused("OVER_QUOTA", "token", "create", "TWO", "--key", file("guild"));
        answer("account", "quota", guild, "--entries", "2");
        answer("token", "create", "TWO", "--key", file("guild"));
    }

    private static String owner() throws IOException {
        return Keys.read(temporary.resolve("network").resolve("owner.key")).account().toString();
    }

    private static String open(String authority, String... more) {
        List<String> words = new ArrayList<>(List.of("account", "open", authority));
        words.addAll(List.of(more));
        return answer(words.toArray(String[]::new));
    }

    /** Makes a key. @return its public half */
    private static String key(String name) {
        String said = Said.by("key", "new", file(name)).ends(Exit.OK).out();
        return said.lines().findFirst().orElseThrow().replaceFirst("public key +", "");
    }

    private static String file(String name) {
        return temporary.resolve(name + ".key").toString();
    }

    private static String answer(String... words) {
        return verb(words).ends(Exit.OK).out().strip();
    }

    private static void refused(String why, String... words) {
        Said said = verb(words);
        said.ends(Exit.REFUSED);
        assertThat(said.err()).contains(why).contains("try:");
    }

    private static Said verb(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--dir", network()));
        return Said.by(all.toArray(String[]::new));
    }

    private static String network() {
        return temporary.resolve("network").toString();
    }
}
