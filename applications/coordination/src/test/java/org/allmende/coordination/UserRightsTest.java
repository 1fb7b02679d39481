package org.allmende.coordination;

import static org.allmende.coordination.Words.b;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.allmende.coordination.KeyPermission.Access;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.seeds.Seed;
import org.allmende.ledger.seeds.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What permissions come to, by rows and against a look at every key. More seeds: {@code -Dseeds=20000}. */
class UserRightsTest {
    private static final List<String> KEYS =
            List.of("a", "a\0", "ab", "b", "bb", "c", "d", "e", "\u00ff", "\u00ff\0");

    private static UserRights rights(List<KeyPermission> permissions) {
        List<AuthRole> roles = new ArrayList<>();
        for (int i = 0; i < permissions.size(); i++) {
            roles.add(new AuthRole("r" + i, List.of(permissions.get(i))));
        }
        AuthUser user = new AuthUser("u", true, roles.stream().map(AuthRole::name).toList());
        return UserRights.of(new AuthAnswer.Found(1, true, 1, 1, List.of(user), roles), user);
    }

    private static KeyPermission permission(Access access, String key, String end) {
        return new KeyPermission(access, b(key), b(end));
    }

    /** In the file a zero byte is written {@code 0}, no range end {@code -}. */
    @ParameterizedTest
    @CsvSource({
        "one key,                      a, -, true",
        "its neighbour,                a0, -, false",
        "a key in a range,             b, -, true",
        "the end of a range,           c, -, false",
        "part of a range,              b, bb, true",
        "past a range,                 b, c0, false",
        "two ranges that meet,         d, f, true",
        "from a key in an endless one, x, 0, true",
        "from a key in one with end,   d, 0, false",
        "an empty range in a range,    bb, b, true",
        "an empty range outside,       c, b, false"
    })
    void aRangeHasToBeCoveredWhole(String what, String key, String end, boolean may) {
        UserRights rights = rights(List.of(
                permission(Access.READ, "a", ""),
                permission(Access.READWRITE, "b", "c"),
                permission(Access.READ, "e", "f"),
                permission(Access.READ, "d", "e"),
                permission(Access.READ, "w", "\0")));
        String from = key.replace('0', '\0');
        String to = end.equals("-") ? "" : end.replace('0', '\0');
        assertThat(rights.mayRead(new KeyRange(b(from), b(to)))).as(what).isEqualTo(may);
    }

    @Seeds(300)
    void itIsWhatALookAtEveryKeySays(Seed seed) {
        List<KeyPermission> permissions = new ArrayList<>();
        CopyAuth copy = new CopyAuth();
        copy.change(new AuthChange.AddUser("u", Bytes.EMPTY));
        int count = seed.between(0, 8);
        for (int i = 0; i < count; i++) {
            KeyPermission permission = permission(
                    seed.pick(Access.values()), seed.pick(KEYS), seed.oneIn(3) ? "" : seed.pick("\0", seed.pick(KEYS)));
            if (new KeyRange(permission.key(), permission.rangeEnd()).contains(permission.key())) {
                permissions.add(permission);
                String role = "r" + i;
                copy.change(new AuthChange.AddRole(role));
                copy.change(new AuthChange.GrantPermission(role, permission));
                copy.change(new AuthChange.GrantRole("u", role));
            }
        }
        UserRights rights = rights(permissions);
        for (String key : KEYS) {
            List<String> ends = new ArrayList<>(KEYS);
            ends.addAll(List.of("", "\0"));
            for (String end : ends) {
                KeyRange range = new KeyRange(b(key), b(end));
                assertThat(rights.mayRead(range))
                        .as("read %s with %s", range, permissions)
                        .isEqualTo(copy.mayRead("u", b(key), b(end)));
                assertThat(rights.mayWrite(range))
                        .as("write %s with %s", range, permissions)
                        .isEqualTo(copy.mayWrite("u", b(key), b(end)));
            }
        }
    }
}
