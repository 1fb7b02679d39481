package org.allmende.consensus.hashgraph;

import com.swirlds.base.time.Time;
import com.swirlds.config.api.Configuration;
import com.swirlds.platform.builder.internal.StaticPlatformBuilder;
import com.swirlds.platform.util.BootstrapUtils;
import com.swirlds.state.merkle.VirtualMapStateLifecycleManager;
import java.nio.file.Path;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.genesis.NetworkId;
import org.allmende.ledger.roster.Roster;
import org.hiero.base.file.FileSystemManager;

/** States as the engine keeps them, without an engine. */
final class EngineStates {
    private EngineStates() {}

    /** @param keys of the roster's first node */
    static VirtualMapStateLifecycleManager in(Path dir, Roster roster, GossipKeys keys) {
        Configuration configuration = EngineConfiguration.of(
                HashgraphSettings.of(new NetworkId(Bytes.wrap(new byte[32])), roster, 0, dir, keys), dir);
        BootstrapUtils.setupConstructableRegistry();
        StaticPlatformBuilder.setupGlobalMetrics(configuration);
        return new VirtualMapStateLifecycleManager(
                StaticPlatformBuilder.getGlobalMetrics(),
                Time.getCurrent(),
                configuration,
                new FileSystemManager(dir, Path.of("swirlds-tmp")));
    }
}
