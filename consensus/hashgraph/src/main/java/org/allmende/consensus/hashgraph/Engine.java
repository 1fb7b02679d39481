package org.allmende.consensus.hashgraph;

import com.hedera.hapi.node.base.SemanticVersion;
import com.hedera.hapi.node.state.roster.Roster;
import com.swirlds.base.time.Time;
import com.swirlds.common.context.PlatformContext;
import com.swirlds.component.framework.WiringConfig;
import com.swirlds.component.framework.model.WiringModel;
import com.swirlds.component.framework.model.WiringModelBuilder;
import com.swirlds.component.framework.wires.input.NoInput;
import com.swirlds.config.api.Configuration;
import com.swirlds.metrics.api.Metrics;
import com.swirlds.platform.builder.ConsensusModuleBuilder;
import com.swirlds.platform.builder.PlatformBuilder;
import com.swirlds.platform.builder.internal.StaticPlatformBuilder;
import com.swirlds.platform.state.signed.HashedReservedSignedState;
import com.swirlds.platform.state.signed.StartupStateUtils;
import com.swirlds.platform.system.Platform;
import com.swirlds.platform.system.state.notifications.IssListener;
import com.swirlds.platform.util.BootstrapUtils;
import com.swirlds.platform.wiring.PlatformComponents;
import com.swirlds.state.merkle.VirtualMapStateLifecycleManager;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.hiero.base.file.FileSystemManager;
import org.hiero.consensus.concurrent.manager.AdHocThreadManager;
import org.hiero.consensus.hashgraph.HashgraphModule;
import org.hiero.consensus.io.RecycleBin;
import org.hiero.consensus.io.RecycleBinImpl;
import org.hiero.consensus.model.event.PlatformEvent;
import org.hiero.consensus.model.gossip.SyncProgress;
import org.hiero.consensus.model.node.NodeId;
import org.hiero.consensus.model.notification.IssNotification;
import org.hiero.consensus.model.quiescence.QuiescenceCommand;
import org.hiero.consensus.roster.RosterHistory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Hiero platform, put together in the one order that works. Metrics and the registry of constructables are global
 * to the JVM: one engine at a time in a process.
 */
final class Engine {
    private static final String APPLICATION = "allmende";

    /** Of the state's form, not of the program: the engine compares it when a node starts. */
    private static final SemanticVersion STATE_VERSION =
            SemanticVersion.newBuilder().major(1).build();

    private static final Duration GOSSIP_STOPS_WITHIN = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final @Nullable Path NO_SETTINGS_FILE = null;

    private final Configuration configuration;
    private final Metrics metrics;
    private final Time time = Time.getCurrent();
    private final FileSystemManager files;
    private final NodeId self;
    private final HashgraphSettings settings;

    /** What the engine calls. */
    record Callbacks(
            Rounds rounds,
            Pool pool,
            Consumer<PlatformEvent> stale,
            Consumer<SyncProgress> heard,
            Consumer<IssNotification> divergence,
            Thread.UncaughtExceptionHandler failure) {}

    Engine(HashgraphSettings settings, Path folder) {
        this.settings = settings;
        this.self = NodeId.of(settings.self());
        this.configuration = EngineConfiguration.of(settings, folder);
        BootstrapUtils.setupConstructableRegistry();
        skipSelfTest(configuration);
        StaticPlatformBuilder.setupGlobalMetrics(configuration);
        this.metrics = StaticPlatformBuilder.getMetricsProvider().createPlatformMetrics(self);
        this.files = new FileSystemManager(folder, Path.of("swirlds-tmp"));
    }

    /**
     * The engine's set-up of a process keeps a core busy for a whole second to measure the clock, which nobody reads,
     * while the nodes of one machine want to start. It counts as done when it begins; without a settings file, which we
     * do not have, it ends there.
     */
    private static void skipSelfTest(Configuration configuration) {
        try {
            StaticPlatformBuilder.doStaticSetup(configuration, NO_SETTINGS_FILE);
        } catch (NullPointerException e) {
            LOG.debug("the engine's self-test was skipped");
        }
    }

    Metrics metrics() {
        return metrics;
    }

    Time time() {
        return time;
    }

    /**
     * Loads this node's newest state, or makes the first one, and calls {@link Rounds#onStateInitialized}.
     *
     * @param beginning what runs when there is no state
     * @throws IOException when the state on disk is of a roster without this node
     */
    Running build(Roster beginning, Callbacks callbacks) throws IOException {
        RecycleBin bin = RecycleBinImpl.create(
                metrics, configuration, AdHocThreadManager.getStaticThreadManager(), time, files, self);
        PlatformContext context = PlatformContext.create(configuration, time, metrics, files, bin);
        VirtualMapStateLifecycleManager states =
                new VirtualMapStateLifecycleManager(metrics, time, configuration, files);
        HashedReservedSignedState initial = StartupStateUtils.loadInitialState(
                bin, STATE_VERSION, APPLICATION, APPLICATION, self, context, states);

        RosterHistory rosters = history(beginning, initial);
        Roster running = rosters.getCurrentRoster();
        callbacks.rounds().runWith(running);

        WholeReplay replay =
                new WholeReplay(ConsensusModuleBuilder.createModule(HashgraphModule.class, configuration));
        var builder = PlatformBuilder.create(
                        APPLICATION,
                        APPLICATION,
                        STATE_VERSION,
                        initial.state(),
                        callbacks.rounds(),
                        self,
                        "node-" + settings.self(),
                        rosters,
                        states)
                .withPlatformContext(context)
                .withConfiguration(configuration)
                .withModel(model(context, callbacks.failure()))
                .withHashgraphModule(replay)
                .withKeysAndCerts(settings.keys().keysAndCerts())
                .withExecutionLayer(callbacks.pool())
                .withStaleEventCallback(callbacks.stale())
                .buildComponentBuilder();
        PlatformComponents components = builder.getBuildingBlocks().platformComponents();
        components
                .gossipModule()
                .syncProgressOutputWire()
                .solderTo("allmendeArrival", "sync progress", callbacks.heard());
        replay.after(way(components));
        Platform platform = builder.build();
        platform.getNotificationEngine().register(IssListener.class, callbacks.divergence()::accept);
        return new Running(platform, components, running);
    }

    private static WholeReplay.Way way(PlatformComponents components) {
        AtomicLong passed = new AtomicLong();
        components.pcesModule().writtenEventsOutputWire().solderForMonitoring(event -> passed.incrementAndGet());
        return new WholeReplay.Way(passed::get, () -> {
            components.eventIntakeModule().flush();
            components.pcesModule().flush();
            components.gossipModule().flush();
        });
    }

    /** As the engine makes it for itself, but that it tells us what its parts throw. */
    private WiringModel model(PlatformContext context, Thread.UncaughtExceptionHandler failure) {
        WiringConfig wiring = configuration.getConfigData(WiringConfig.class);
        int processors = Runtime.getRuntime().availableProcessors();
        int threads =
                (int) Math.max(1, wiring.defaultPoolMultiplier() * processors + wiring.defaultPoolConstant());
        return WiringModelBuilder.create(metrics, time)
                .enableJvmAnchor()
                .withDefaultPool(context.getExecutorFactory().createForkJoinPool(threads))
                .withWiringConfig(wiring)
                .withUncaughtExceptionHandler(failure)
                .build();
    }

    private RosterHistory history(Roster beginning, HashedReservedSignedState initial) throws IOException {
        if (initial.state().get().isGenesisState()) {
            return RosterHistory.fromGenesis(beginning);
        }
        RosterHistory rosters = Epochs.rosters(initial.state().get().getState());
        boolean isThere = rosters.getCurrentRoster().rosterEntries().stream()
                .anyMatch(entry -> entry.nodeId() == self.id());
        if (!isThere) {
            throw new IOException("the roster that goes on from the state on disk has no node number " + self.id()
                    + ": the members have taken it out; 'allmende roster' at another node shows it");
        }
        return rosters;
    }

    /**
     * A platform that has been built.
     *
     * @param roster it runs with
     */
    record Running(Platform platform, PlatformComponents components, Roster roster) {
        /** Replays what the disk holds, then opens gossip. Blocks while replaying. */
        void start() {
            platform.start();
        }

        void quiescence(QuiescenceCommand command) {
            platform.quiescenceCommand(command);
        }

        /**
         * Stops gossip, which the platform forgets to, and then the platform, whose end would keep gossip from being
         * stopped: so the one is waited for.
         */
        void stop(String host, int port) throws InterruptedException {
            components.gossipModule().stopInputWire().put(NoInput.getInstance());
            GossipPort.awaitFree(host, port, GOSSIP_STOPS_WITHIN);
            platform.destroy();
        }
    }
}
