package org.allmende.dashboard;

import java.util.Map;

/** One node that does not exist: what stands on its card, and what it says of itself. */
final class InventedNode {
    private final String name;
    private String operator;
    private String provider;
    private String region = "berlin";
    private String jurisdiction = "DE";
    private long weight = 1;
    private boolean gone;
    private String state = "ORDERING";
    private String why = "";
    private long heightMore;
    private long timeMillisMore;
    private long frozenAt;
    private String text = "";
    private String instead = "";

    InventedNode(String name) {
        this.name = name;
        operator = "Operator of " + name;
        provider = "Provider of " + name;
    }

    String name() {
        return name;
    }

    // ---- its card

    InventedNode weighing(long weight) {
        this.weight = weight;
        return this;
    }

    InventedNode run(String operator, String provider, String region, String jurisdiction) {
        this.operator = operator;
        this.provider = provider;
        this.region = region;
        this.jurisdiction = jurisdiction;
        return this;
    }

    // ---- what it says

    InventedNode gone(boolean gone) {
        this.gone = gone;
        return this;
    }

    boolean isGone() {
        return gone;
    }

    InventedNode says(String state, String why) {
        this.state = state;
        this.why = why;
        return this;
    }

    /** Further than the others, or behind them. */
    InventedNode off(long heights, long millis) {
        heightMore = heights;
        timeMillisMore = millis;
        return this;
    }

    /** Says this height from now on. */
    InventedNode frozenAt(long height) {
        frozenAt = height;
        return this;
    }

    /** Says one thing instead of another. */
    InventedNode saysInstead(String text, String instead) {
        this.text = text;
        this.instead = instead;
        return this;
    }

    String card(String url) {
        return json(Map.of(
                "name", quoted(name),
                "operator", quoted(operator),
                "provider", quoted(provider),
                "region", quoted(region),
                "jurisdiction", quoted(jurisdiction),
                "weight", Long.toString(weight),
                "apiUrl", quoted(url)));
    }

    String pulse(String network, long networkHeight, long networkTimeMillis, long seconds) {
        long height = frozenAt > 0 ? frozenAt : networkHeight + heightMore;
        String pulse = "{\"node\":%s,\"network\":%s,\"state\":%s,\"why\":%s,".formatted(
                        quoted(name), quoted(network), quoted(state), quoted(why))
                + "\"height\":%d,\"agreedTimeMillis\":%d,\"stateHash\":\"%064x\",".formatted(
                        height, networkTimeMillis + timeMillisMore, height)
                + "\"latest\":[{\"height\":%d,\"stateHash\":\"%064x\"}],".formatted(height - 1, height - 1)
                + "\"uptimeMillis\":%d,\"heights\":%d,\"operations\":%d,".formatted(seconds * 1_000, seconds, 40 * seconds)
                + "\"ordering\":{\"count\":10,\"medianMicros\":250000,\"p99Micros\":600000}}";
        return text.isEmpty() ? pulse : pulse.replace(text, instead);
    }

    private static String json(Map<String, String> members) {
        return members.entrySet().stream()
                .map(each -> quoted(each.getKey()) + ":" + each.getValue())
                .sorted()
                .toList()
                .toString()
                .replaceFirst("^\\[", "{")
                .replaceFirst("]$", "}");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
