package org.allmende.consensus.hashgraph;

import com.swirlds.config.api.Configuration;
import com.swirlds.config.api.ConfigurationBuilder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.allmende.ledger.Limits;

/**
 * The engine's own settings, by its own names. Whatever is not named here stays as the engine ships it; what all
 * nodes must have alike is fixed here and not a matter of {@link Tuning}.
 */
final class EngineConfiguration {
    private EngineConfiguration() {}

    static Configuration of(HashgraphSettings settings, Path folder) {
        ConfigurationBuilder builder = ConfigurationBuilder.create().autoDiscoverExtensions();
        values(settings, folder).forEach(builder::withValue);
        return builder.build();
    }

    static Map<String, String> values(HashgraphSettings settings, Path folder) {
        Tuning tuning = settings.tuning();
        Map<String, String> values = new LinkedHashMap<>();

        // Everything the engine writes lies in our folder; what nobody reads is not written.
        values.put("paths.savedStateDir", folder.toString());
        values.put("paths.settingsUsedDir", folder.toString());
        values.put("paths.tmpDir", "swirlds-tmp");
        values.put("event.eventsLogDir", folder.resolve("events").toString());
        values.put("event.enableEventStreaming", "false");
        values.put("metrics.disableMetricsOutput", "true");
        values.put("metrics.csvOutputFolder", folder.resolve("stats").toString());
        values.put("state.enableHashStreamLogging", "false");

        // Of stores in memory only; another one than the default keeps the engine from warning about it.
        values.put("crypto.keystorePassword", "Only-in-memory-1");

        // Nothing listens but gossip, and that where the operator said. YAML, because the engine splits on commas.
        values.put("prometheus.endpointEnabled", "false");
        values.put(
                "gossip.interfaceBindings",
                "nodeId: " + settings.self() + "\nhostname: \"" + settings.bindHost() + "\"\nport: "
                        + settings.port());
        values.put("socket.timeoutServerAcceptConnect", "500");

        // A receipt means: on the disks of nodes with more than 2/3 of the weight. The engine's milder setting, a
        // sync of own events only, misses the end of a file that is closed at rotation.
        values.put("event.preconsensus.inlinePcesSyncOption", "EVERY_EVENT");
        // Events older than the oldest snapshot are of no use to a start; the engine would keep an hour of them, which
        // is gigabytes. A start replays as fast as it can: the engine's own limit would make it wait.
        values.put("event.preconsensus.minimumRetentionPeriod", "5m");
        values.put("event.preconsensus.limitReplayFrequency", "false");
        values.put("state.saveStatePeriod", Integer.toString(tuning.snapshotSeconds()));
        values.put("consensus.roundsExpired", Integer.toString(tuning.roundsExpired()));

        // A node that needs state gets it however often it asks and however long that takes.
        values.put("reconnect.minimumTimeBetweenReconnects", tuning.reconnectMillis() + "ms");
        values.put("reconnect.maximumReconnectFailuresBeforeShutdown", Integer.toString(Integer.MAX_VALUE));

        values.put("event.creation.maxCreationRate", Integer.toString(tuning.eventsPerSecondMax()));
        // An event that builds on the newest ones of all others, not of one, spreads what is known in one step: far
        // fewer events to a round, the more nodes the more so. As many as any roster has, for it is not read yet.
        values.put("event.creation.maxOtherParents", Integer.toString(Limits.NODES_MAX - 1));
        values.put("event.creation.period", tuning.creationPeriodMillis() + "ms");
        values.put("sync.rpcIdleDispatchPollTimeout", tuning.dispatchPollMillis() + "ms");
        values.put("sync.rpcIdleWritePollTimeout", tuning.writePollMillis() + "ms");
        // Events are sent to all as they are made; a sync only finds what was missed, by walking all events that are not
        // ancient yet. The engine's defaults, every 5 ms once a peer answers slowly, make slow nodes slower still until
        // they do nothing else.
        values.put("broadcast.rpcSleepAfterSyncWhileBroadcasting", tuning.syncPauseMillis() + "ms");
        values.put("sync.rpcSleepAfterSync", tuning.syncPauseMillis() + "ms");
        values.put("broadcast.disablePingThreshold", "5s");
        values.put("platform.wiring.healthMonitorHeartbeatPeriod", tuning.healthPeriodMillis() + "ms");
        values.put("platformStatus.observingStatusDelay", tuning.observingMillis() + "ms");
        values.put("platformStatus.activeStatusDelay", tuning.activeMillis() + "ms");

        // The engine has a task for every step of an event's way and wakes a thread for it. More threads than there is to
        // run on, and a few that wait for the disk, only wake each other.
        values.put("platform.wiring.defaultPoolMultiplier", "1");
        values.put("platform.wiring.defaultPoolConstant", "2");

        // The defaults need more than 2 GB of heap at a million entries.
        values.put("virtualMap.copyFlushCandidateThreshold", "50000000");
        values.put("virtualMap.familyThrottleThreshold", "250000000");
        values.put("merkleDb.hashChunkCacheThreshold", "16384");
        values.put("merkleDb.initialCapacity", "1000000");

        values.putAll(tuning.engine());
        return values;
    }
}
