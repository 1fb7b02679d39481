package org.allmende.dashboard;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Nodes that do not exist, as a browser meets them: the page's own files, and to each of its questions the answer that a
 * test makes up. For what no honest network can be brought to say.
 */
final class InventedNetwork {
    private static final String FOLDER = "/org/allmende/dashboard/";
    private static final String ID = "ab".repeat(32);
    private static final long HEIGHT = 5_000;

    private final Map<String, InventedNode> nodes = new LinkedHashMap<>();
    private final Map<String, Consumer<Route>> answers = new LinkedHashMap<>();
    private final long startedMillis = System.currentTimeMillis();

    /** Of equal nodes, each at a provider of its own. */
    static InventedNetwork of(String... names) {
        InventedNetwork network = new InventedNetwork();
        for (String name : names) {
            network.nodes.put(name, new InventedNode(name));
        }
        return network;
    }

    InventedNode node(String name) {
        return Objects.requireNonNull(nodes.get(name));
    }

    /** To a question whose path contains this; what was told last is asked first. */
    InventedNetwork answering(String part, Consumer<Route> answer) {
        answers.put(part, answer);
        return this;
    }

    InventedNetwork answering(String part, int status, String json) {
        return answering(part, route -> fulfill(route, status, "application/json", json));
    }

    /** A stream that ends after this. */
    InventedNetwork streaming(String part, String text) {
        return answering(part, route -> fulfill(route, 200, "text/event-stream", text));
    }

    Visit unopened(Chromium chromium, int width, ColorScheme scheme) {
        Page page = chromium.browser()
                .newContext(new Browser.NewContextOptions().setViewportSize(width, 900).setColorScheme(scheme))
                .newPage();
        page.route("**/*", this::answer);
        return Visit.of(page, nodes.keySet().stream().map(name -> URI.create(url(name))).toList());
    }

    Visit open(Chromium chromium, int width, ColorScheme scheme) {
        Visit visit = unopened(chromium, width, scheme);
        open(visit);
        return visit;
    }

    /** The page of the first node. */
    void open(Visit visit) {
        visit.page.navigate(url(nodes.keySet().iterator().next()) + "/");
    }

    private static String url(String name) {
        return "http://" + name + ".invalid:7700";
    }

    private void answer(Route route) {
        URI asked = URI.create(route.request().url());
        String path = asked.getRawPath();
        String target = asked.getHost() + path + (asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery());
        InventedNode node = node(asked.getHost().replace(".invalid", ""));
        List<Map.Entry<String, Consumer<Route>>> made =
                answers.entrySet().stream().filter(each -> target.contains(each.getKey())).toList();
        if (node.isGone()) {
            route.abort("connectionrefused");
        } else if (!made.isEmpty()) {
            made.getLast().getValue().accept(route);
        } else if (path.equals("/")) {
            fulfill(route, 200, "text/html; charset=utf-8", page(node));
        } else if (path.startsWith("/dashboard/")) {
            fulfill(route, 200, contentType(path), read(path.substring("/dashboard/".length())));
        } else {
            fulfill(route, 200, "application/json", known(path, node));
        }
    }

    private String known(String path, InventedNode node) {
        long seconds = (System.currentTimeMillis() - startedMillis) / 1_000;
        return switch (path) {
            case "/v1/network" -> "{\"id\":\"" + ID + "\",\"name\":\"invented\",\"rehearsal\":true,\"nodes\":["
                    + nodes.values().stream()
                            .map(each -> each.card(url(each.name())))
                            .collect(Collectors.joining(",")) + "]}";
            case "/v1/pulse" -> node.pulse(ID, HEIGHT + seconds, System.currentTimeMillis(), seconds);
            case "/v1/keyspaces" -> "{\"height\":1,\"keyspaces\":[{\"name\":\"default\"}]}";
            default -> "{\"height\":1,\"result\":{\"revision\":1,\"keyValues\":[],\"more\":false,\"count\":0}}";
        };
    }

    private String page(InventedNode node) {
        return read("index.html")
                .replace("{{node}}", node.name())
                .replace("{{network}}", "invented")
                .replace("{{id}}", ID)
                .replace("{{kind}}", "rehearsal");
    }

    private static String contentType(String path) {
        return path.endsWith(".js") ? "text/javascript" : path.endsWith(".css") ? "text/css" : "image/svg+xml";
    }

    private static void fulfill(Route route, int status, String contentType, String body) {
        route.fulfill(new Route.FulfillOptions()
                .setStatus(status)
                .setContentType(contentType)
                .setHeaders(Map.of("Access-Control-Allow-Origin", "*"))
                .setBody(body));
    }

    private static String read(String name) {
        try (InputStream in = InventedNetwork.class.getResourceAsStream(FOLDER + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
