package org.allmende.gateway.etcd.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.allmende.coordination.CoordinationReason;
import org.junit.jupiter.api.Test;

/** By a clock that stands until it is moved. */
class AutoCompactionTest {
    private final HandKeyspace keyspace = new HandKeyspace();
    private long nowMillis = 5_000_000;

    private static Retention periodic(String retention) {
        return Retention.parse(Retention.PERIODIC, retention);
    }

    /** Looks as often as it wants to for so long; a revision is made before each look. */
    private void pass(AutoCompaction compaction, Duration time) {
        Duration every = compaction.every().orElseThrow();
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(every)) {
            keyspace.revision++;
            compaction.look(nowMillis);
            nowMillis += every.toMillis();
        }
    }

    @Test
    void whatWasCurrentTenMinutesAgoIsKeptAndWhatWasBeforeGivenUpEveryTenMinutes() {
        AutoCompaction compaction = new AutoCompaction(keyspace, periodic("10m"));
        assertThat(compaction.every()).contains(Duration.ofMinutes(1));

        pass(compaction, Duration.ofMinutes(10));
        assertThat(keyspace.compacted).as("the first time has not passed").isEmpty();
        pass(compaction, Duration.ofMinutes(1));
        assertThat(keyspace.revision).isEqualTo(12);
        assertThat(keyspace.compacted).as("ten looks and revisions ago").containsExactly(2L);
        pass(compaction, Duration.ofMinutes(9));
        assertThat(keyspace.compacted).containsExactly(2L);
        pass(compaction, Duration.ofMinutes(1));
        assertThat(keyspace.compacted).containsExactly(2L, 12L);
    }

    @Test
    void ofALongTimeABitIsGivenUpEveryHour() {
        AutoCompaction compaction = new AutoCompaction(keyspace, periodic("5"));
        assertThat(compaction.every()).contains(Duration.ofMinutes(6));

        pass(compaction, Duration.ofHours(5));
        assertThat(keyspace.compacted).isEmpty();
        pass(compaction, Duration.ofMinutes(6));
        assertThat(keyspace.compacted).containsExactly(2L);
        pass(compaction, Duration.ofHours(2));
        assertThat(keyspace.compacted).containsExactly(2L, 12L, 22L);
    }

    @Test
    void whereNothingHappenedNothingIsAskedFor() {
        AutoCompaction compaction = new AutoCompaction(keyspace, periodic("10m"));
        pass(compaction, Duration.ofMinutes(11));
        int asked = keyspace.asked;
        keyspace.revision = 100;
        for (int look = 0; look < 31; look++) {
            compaction.look(nowMillis);
            nowMillis += 60_000;
        }
        assertThat(keyspace.compacted.getLast()).isEqualTo(100);
        int then = keyspace.asked;
        assertThat(then).isGreaterThan(asked);
        for (int look = 0; look < 30; look++) {
            compaction.look(nowMillis);
            nowMillis += 60_000;
        }
        assertThat(keyspace.asked).isEqualTo(then);
    }

    @Test
    void theLastRevisionsAreKept() {
        AutoCompaction compaction = new AutoCompaction(keyspace, Retention.parse(Retention.REVISION, "10"));
        assertThat(compaction.every()).contains(Duration.ofMinutes(5));
        keyspace.revision = 10;
        compaction.look(nowMillis);
        assertThat(keyspace.asked).as("there are no more than that").isZero();
        keyspace.revision = 11;
        compaction.look(nowMillis);
        compaction.look(nowMillis);
        assertThat(keyspace.compacted).containsExactly(1L);
        assertThat(keyspace.asked).isEqualTo(1);
        keyspace.revision = 50;
        compaction.look(nowMillis);
        assertThat(keyspace.compacted).containsExactly(1L, 40L);
    }

    @Test
    void severalDoNotDisturbEachOther() {
        AutoCompaction one = new AutoCompaction(keyspace, periodic("10m"));
        AutoCompaction two = new AutoCompaction(keyspace, periodic("10m"));
        for (int look = 0; look < 41; look++) {
            keyspace.revision++;
            one.look(nowMillis);
            two.look(nowMillis + 20_000);
            nowMillis += 60_000;
        }
        assertThat(keyspace.compacted).as("as one of them alone").containsExactly(2L, 12L, 22L, 32L);
        assertThat(keyspace.asked).isEqualTo(8);
    }

    @Test
    void whatDoesNotComeAboutIsTriedAgainAtTheNextLook() {
        AutoCompaction compaction = new AutoCompaction(keyspace, periodic("10m"));
        keyspace.answering = false;
        pass(compaction, Duration.ofMinutes(12));
        keyspace.answering = true;
        keyspace.refusing = Optional.of(CoordinationReason.NOT_ALLOWED);
        pass(compaction, Duration.ofMinutes(2));
        assertThat(keyspace.asked).isEqualTo(2);
        keyspace.refusing = Optional.empty();
        pass(compaction, Duration.ofMinutes(1));
        assertThat(keyspace.compacted).hasSize(1);
    }

    @Test
    void etcdsFlagsAreReadAsEtcdReadsThem() {
        assertThat(periodic("0")).isEqualTo(new Retention.All());
        assertThat(periodic("0s")).isEqualTo(new Retention.All());
        assertThat(periodic("1")).isEqualTo(new Retention.Period(Duration.ofHours(1)));
        assertThat(periodic("10m")).isEqualTo(new Retention.Period(Duration.ofMinutes(10)));
        assertThat(periodic("1h30m")).isEqualTo(new Retention.Period(Duration.ofMinutes(90)));
        assertThat(periodic("1.5h")).isEqualTo(new Retention.Period(Duration.ofMinutes(90)));
        assertThat(Retention.parse(Retention.REVISION, "1000")).isEqualTo(new Retention.Revisions(1_000));
        assertThat(new AutoCompaction(keyspace, new Retention.All()).every()).isEmpty();
        for (String wrong : new String[] {"", "-1", "x", "10x", "m", "1h 2m", "-5m", "5m-"}) {
            assertThatThrownBy(() -> periodic(wrong)).hasMessageContaining("--auto-compaction-retention");
        }
        assertThatThrownBy(() -> Retention.parse(Retention.REVISION, "10m")).hasMessageContaining("revisions");
        assertThatThrownBy(() -> Retention.parse("foo", "1")).hasMessageContaining("'periodic' or 'revision'");
    }

    @Test
    void timesAtTheirLimits() {
        assertThat(periodic("1s")).isEqualTo(new Retention.Period(Retention.PERIOD_MIN));
        assertThatThrownBy(() -> periodic("999ms")).hasMessageContaining("at least 1 s");
        assertThat(periodic("87600")).isEqualTo(new Retention.Period(Retention.PERIOD_MAX));
        assertThatThrownBy(() -> periodic("87601")).hasMessageContaining("at most 3650 days");
        assertThatThrownBy(() -> periodic("999999999999999999")).hasMessageContaining("at most 3650 days");
        assertThatThrownBy(() -> new Retention.Revisions(0)).hasMessageContaining("at least 1");
    }
}
