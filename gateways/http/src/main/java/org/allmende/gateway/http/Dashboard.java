package org.allmende.gateway.http;

import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.allmende.ledger.encoding.Bytes;
import org.allmende.ledger.encoding.Digests;
import org.allmende.ledger.genesis.Genesis;
import org.allmende.ledger.genesis.NodeCard;

/**
 * What a person sees who opens the node's address: the dashboard's page and files, and on the page which node this is.
 *
 * <p>The files are read from the class path once, those that the module lists in {@code files.txt}. A request looks up
 * a name among them and never opens anything, so there is no path to climb out of.
 */
final class Dashboard {
    private static final String FOLDER = "/org/allmende/dashboard/";
    private static final String PAGE = "index.html";

    private final Map<String, Asset> assets;
    private final String page;

    private Dashboard(Map<String, Asset> assets, String page) {
        this.assets = Map.copyOf(assets);
        this.page = page;
    }

    private record Asset(String contentType, Bytes body, String tag) {}

    static Dashboard load() {
        Map<String, Asset> assets = new LinkedHashMap<>();
        for (String name : read("files.txt").toText().lines().toList()) {
            Bytes body = read(name);
            String tag = '"' + Digests.sha256("allmende/dashboard", body).toHex() + '"';
            assets.put(name, new Asset(contentType(name), body, tag));
        }
        return new Dashboard(assets, read(PAGE).toText());
    }

    private static Bytes read(String name) {
        try (InputStream in = Dashboard.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("the dashboard's '" + name + "' is not on the class path");
            }
            return Bytes.wrap(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String contentType(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalStateException("no content type for the dashboard's '" + name + "'");
        };
    }

    /** Kept by browsers, and asked for again each time with the tag: a newer node is seen at once. */
    Reply file(Call call) {
        Asset asset = assets.get(call.place("file"));
        if (asset == null) {
            throw new RefusedException(Refusal.NO_SUCH_PATH, "the dashboard has no such file");
        }
        Map<String, String> headers = Map.of("ETag", asset.tag(), "Cache-Control", "no-cache");
        return isKnown(asset, call.header(HeaderNames.IF_NONE_MATCH))
                ? new Reply.Whole(304, asset.contentType(), Bytes.EMPTY, headers)
                : new Reply.Whole(200, asset.contentType(), asset.body(), headers);
    }

    /** RFC 9110, section 13.1.2: compared weakly, since a proxy may have made the tag weak. */
    private static boolean isKnown(Asset asset, Optional<String> ifNoneMatch) {
        return ifNoneMatch.stream()
                .flatMap(tags -> Arrays.stream(tags.split(",")))
                .map(tag -> tag.strip().replaceFirst("^W/", ""))
                .anyMatch(tag -> tag.equals("*") || tag.equals(asset.tag()));
    }

    /** The page of this node. */
    Bytes page(String node, Genesis genesis) {
        String rehearsal = genesis.rehearsal() ? "rehearsal" : "real";
        return Bytes.utf8(page.replace("{{node}}", escape(node))
                .replace("{{network}}", escape(genesis.name()))
                .replace("{{id}}", genesis.networkId().toString())
                .replace("{{kind}}", rehearsal));
    }

    /**
     * The page may load what this node serves and ask the network's nodes, and nothing else in the world: the address
     * on a card is an origin, and nothing in it means anything to the policy. No text becomes markup or script:
     * browsers that know trusted types refuse it.
     */
    static Map<String, String> headers(Genesis genesis) {
        TreeSet<String> nodes = new TreeSet<>();
        for (NodeCard card : genesis.nodes()) {
            nodes.add(card.apiUrl());
        }
        return Map.of(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' "
                        + String.join(" ", nodes)
                        + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                        + "require-trusted-types-for 'script'; trusted-types 'none'",
                "Referrer-Policy",
                "no-referrer");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
