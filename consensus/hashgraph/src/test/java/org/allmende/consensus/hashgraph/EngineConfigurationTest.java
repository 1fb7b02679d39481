package org.allmende.consensus.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;

import com.swirlds.component.framework.WiringConfig;
import com.swirlds.config.api.Configuration;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.roster.Roster;
import org.hiero.consensus.pces.config.FileSyncOption;
import org.hiero.consensus.pces.config.PcesConfig;
import org.hiero.consensus.reconnect.config.ReconnectConfig;
import org.junit.jupiter.api.Test;

/** What the engine makes of the settings that promises rest on: a name it does not know it passes over in silence. */
class EngineConfigurationTest {
    private final Configuration configuration = configuration();

    /**
     * A receipt promises to survive a loss of power, and no scenario can tell: a killed process leaves to the system
     * what it wrote, synced or not. Nor would the engine's milder setting do, a sync of own events only: what makes a
     * round are the events of others, and each node counts as one of those that have them on disk.
     */
    @Test
    void everyEventIsSyncedToDiskBeforeAnythingIsMadeOfIt() {
        PcesConfig events = configuration.getConfigData(PcesConfig.class);
        assertThat(events.inlinePcesSyncOption()).isEqualTo(FileSyncOption.EVERY_EVENT);
    }

    /** The engine's own pause between two is ten minutes, and after some failures it gives up. */
    @Test
    void aNodeGetsStateAsOftenAsItNeedsIt() {
        ReconnectConfig reconnect = configuration.getConfigData(ReconnectConfig.class);
        assertThat(reconnect.minimumTimeBetweenReconnects()).isEqualTo(Duration.ofSeconds(10));
        assertThat(reconnect.maximumReconnectFailuresBeforeShutdown()).isEqualTo(Integer.MAX_VALUE);
    }

    /** Its own number is eight whatever the machine. */
    @Test
    void tasksShareAsManyThreadsAsThereAreProcessorsAndTwo() {
        WiringConfig tasks = configuration.getConfigData(WiringConfig.class);
        assertThat(tasks.defaultPoolMultiplier()).isEqualTo(1);
        assertThat(tasks.defaultPoolConstant()).isEqualTo(2);
    }

    private static Configuration configuration() {
        GossipKeys keys = GossipKeys.generate(new SecureRandom());
        HashgraphSettings settings = HashgraphSettings.of(
                new NetworkId(Bytes.hex("c0".repeat(32))),
                Roster.first(List.of(TestCards.card("a", keys.certificate(), "127.0.0.1", 1_234, 1))),
                0,
                Path.of("never-written"),
                keys);
        return EngineConfiguration.of(settings, Path.of("never-written", "engine"));
    }
}
