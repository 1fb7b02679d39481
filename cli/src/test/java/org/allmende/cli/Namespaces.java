package org.allmende.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/**
 * Network namespaces, one for each member, and one with the bridge that they are joined by; nothing of it is to be seen
 * from outside. Names and addresses:
 *
 * <pre>
 * allmende-RUN-bridge   the bridge, with a port member-N for each member
 * allmende-RUN-N        eth0 with the address 10.77.0.(N + 1), and a loopback of its own
 * </pre>
 *
 * <p>Needs the rights of root and the command {@code ip}.
 */
final class Namespaces {
    /** Of this run alone, so that none of another is ever touched. */
    private final String run = "allmende-" + UUID.randomUUID().toString().substring(0, 8);

    private final Deque<String> made = new ArrayDeque<>();

    /** What the command said, and how it ended. */
    private record Ended(int code, String text) {}

    /** Makes them, or skips the test, aloud, where they cannot be made. */
    void make(int members) throws IOException, InterruptedException {
        requirePossible();
        in(bridge(), "ip", "link", "set", "bridge", "up");
        for (int i = 0; i < members; i++) {
            add(of(i));
            in(bridge(), "ip", "link", "add", port(i), "type", "veth", "peer", "name", "eth0", "netns", of(i));
            in(bridge(), "ip", "link", "set", port(i), "master", "bridge", "up");
            in(of(i), "ip", "address", "add", address(i) + "/24", "dev", "eth0");
            in(of(i), "ip", "link", "set", "eth0", "up");
            in(of(i), "ip", "link", "set", "lo", "up");
        }
    }

    /** By making the first one, its bridge, and a pair of links that leads nowhere: a kernel may know none of them. */
    private void requirePossible() throws InterruptedException {
        String why;
        try {
            why = said(List.of("ip", "netns", "add", bridge()));
            if (why.isEmpty()) {
                made.push(bridge());
                why = said(inside(bridge(), List.of("ip", "link", "add", "bridge", "type", "bridge")))
                        + said(inside(bridge(), List.of("ip", "link", "add", "probe", "type", "veth")));
            }
        } catch (IOException e) {
            why = String.valueOf(e.getMessage());
        }
        if (!why.isEmpty()) {
            String message = "no partition without network namespaces, for which it takes root and the command ip"
                    + " (apt install iproute2): " + why;
            System.out.println("SKIPPED: " + message);
            abort(message);
        }
    }

    /** Why it failed; empty: it did not. */
    private static String said(List<String> command) throws IOException, InterruptedException {
        Ended ended = run(command);
        return ended.code() == 0 ? "" : ended.text().strip() + " (" + String.join(" ", command) + ") ";
    }

    private void add(String namespace) throws IOException, InterruptedException {
        require(List.of("ip", "netns", "add", namespace));
        made.push(namespace);
    }

    /** Of a member, from 0. */
    String address(int member) {
        return "10.77.0." + (member + 1);
    }

    /** The words of a command that runs in a member's namespace; the process is the command's own. */
    List<String> inside(int member, List<String> command) {
        return inside(of(member), command);
    }

    /** What it sends to the others, and they to it, is lost from now on. */
    void cut(int member) throws IOException, InterruptedException {
        in(bridge(), "ip", "link", "set", port(member), "down");
    }

    void heal(int member) throws IOException, InterruptedException {
        in(bridge(), "ip", "link", "set", port(member), "up");
    }

    private String bridge() {
        return run + "-bridge";
    }

    private String of(int member) {
        return run + "-" + member;
    }

    private static String port(int member) {
        return "member-" + member;
    }

    private static List<String> inside(String namespace, List<String> command) {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        words.addAll(command);
        return words;
    }

    private static void in(String namespace, String... command) throws IOException, InterruptedException {
        require(inside(namespace, List.of(command)));
    }

    private static void require(List<String> command) throws IOException, InterruptedException {
        Ended ended = run(command);
        assertThat(ended.code()).as("%s said: %s", command, ended.text()).isZero();
    }

    private static Ended run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), text);
    }

    /** Removes those that were made, and with them what is in them; processes in them must have ended. */
    void remove() throws IOException, InterruptedException {
        while (!made.isEmpty()) {
            require(List.of("ip", "netns", "delete", made.pop()));
        }
    }
}
