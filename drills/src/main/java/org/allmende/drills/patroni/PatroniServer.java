package org.allmende.drills.patroni;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allmende.drills.Pause;
import org.allmende.node.Refusal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** One PostgreSQL server and the Patroni that looks after it, in a folder of their own. Ends only what it started. */
final class PatroniServer {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(5);
    private static final Pattern SELECTED = Pattern.compile("Selected new etcd server http://(\\S+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PostgresPrograms programs;
    private final PatroniSettings settings;
    private final HttpClient client;
    private @Nullable Process patroni;

    PatroniServer(PostgresPrograms programs, PatroniSettings settings, HttpClient client) {
        this.programs = programs;
        this.settings = settings;
        this.client = client;
    }

    /**
     * What Patroni says of its server.
     *
     * @param primary whether it takes writes
     * @param timeline of PostgreSQL: a new one begins with each new primary
     * @param synchronous the names of those that stream from it, and without whom it acknowledges nothing
     */
    record State(boolean primary, long timeline, Set<String> synchronous) {}

    String name() {
        return settings.name();
    }

    /** Where PostgreSQL is asked. */
    int port() {
        return settings.postgresPort();
    }

    /** For the first time, or again on what it left. */
    void start() throws Refusal, IOException, InterruptedException {
        programs.makeFolder(settings.folder());
        Path file = settings.folder().resolve("patroni.yml");
        Files.writeString(file, settings.text(programs.folder()));
        ProcessBuilder builder = programs.process(List.of(programs.patroni().toString(), file.toString()))
                .directory(settings.folder().toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().put("HOME", settings.folder().toString());
        patroni = builder.start();
    }

    private Path log() {
        return settings.folder().resolve("log");
    }

    /** Empty while it does not answer, or its PostgreSQL does not run. */
    Optional<State> state() {
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + settings.restPort() + "/patroni"))
                            .timeout(ANSWERS_WITHIN)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return state(answer.body());
        } catch (IOException | JacksonException gone) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    static Optional<State> state(String text) {
        JsonNode said = JSON.readTree(text);
        if (!said.path("state").asString("").equals("running")) {
            return Optional.empty();
        }
        Set<String> synchronous = new LinkedHashSet<>();
        for (JsonNode each : said.path("replication")) {
            if (each.path("state").asString("").equals("streaming")
                    && each.path("sync_state").asString("").equals("sync")) {
                synchronous.add(each.path("application_name").asString(""));
            }
        }
        String role = said.path("role").asString("");
        return Optional.of(new State(
                role.equals("master") || role.equals("primary"), said.path("timeline").asLong(0), synchronous));
    }

    boolean isPrimary() {
        return state().filter(State::primary).isPresent();
    }

    /** Whether it is the primary, and acknowledges nothing that the other does not have too. */
    boolean isPrimaryOf(PatroniServer other) {
        return state().filter(state -> state.primary() && state.synchronous().contains(other.name()))
                .isPresent();
    }

    /** The address of the gateway that it asks, as it says in its log; empty when it has not said so. */
    Optional<String> asks() throws IOException {
        return asks(Files.readString(log(), StandardCharsets.UTF_8));
    }

    static Optional<String> asks(String log) {
        Matcher matcher = SELECTED.matcher(log);
        Optional<String> last = Optional.empty();
        while (matcher.find()) {
            last = Optional.of(matcher.group(1));
        }
        return last;
    }

    /** Ends Patroni and all of its PostgreSQL at once with SIGKILL, and returns when they are gone. */
    void kill() throws IOException, InterruptedException {
        List<ProcessHandle> all = processes();
        all.forEach(ProcessHandle::destroyForcibly);
        Pause.until(ENDS_WITHIN, () -> all.stream().noneMatch(PatroniServer::runs));
    }

    /** One that has ended has no program any more, although its number may stand until somebody asks for its end. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    /** Asks Patroni to end, which stops its PostgreSQL; what does not end is killed. */
    void stop() throws IOException, InterruptedException {
        Process running = patroni;
        if (running != null) {
            running.destroy();
            running.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            kill();
        }
    }

    private List<ProcessHandle> processes() throws IOException {
        List<ProcessHandle> all = new ArrayList<>();
        Optional<ProcessHandle> postmaster = postmaster();
        postmaster.ifPresent(all::add);
        Process running = patroni;
        if (running != null) {
            all.add(running.toHandle());
            running.descendants().forEach(all::add);
        }
        postmaster.ifPresent(process -> process.descendants().forEach(all::add));
        return all;
    }

    /** PostgreSQL notes its process in its folder. A number that has been given to a stranger since does not count. */
    private Optional<ProcessHandle> postmaster() throws IOException {
        Path file = settings.data().resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(process -> process.info().command().orElse("").equals(programs.program("postgres")));
    }
}
