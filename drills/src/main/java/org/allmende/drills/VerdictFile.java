package org.allmende.drills;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A verdict as one JSON object: {@code name}, {@code passed}, {@code figures}, {@code failures}, {@code skipped}, {@code machine}, {@code commit}. */
public final class VerdictFile {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private VerdictFile() {}

    /** Of this machine and this checkout. */
    public static String text(Verdict verdict) {
        return json(verdict, Machine.description(), Machine.commit()) + "\n";
    }

    /**
     * Of several drills: {@code drills}, an object for each, and {@code machine}, {@code commit}, {@code load_before}. One
     * that this machine could not run has its reason as {@code skipped}, and no {@code passed}.
     */
    public static String text(List<Ended> drills, OptionalDouble loadBefore) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("drills", drills.stream().map(VerdictFile::object).toList());
        object.put("machine", Machine.description());
        object.put("commit", Machine.commit());
        loadBefore.ifPresent(load -> object.put("load_before", load));
        return JSON.writeValueAsString(object) + "\n";
    }

    private static Map<String, Object> object(Ended ended) {
        if (ended.verdict().isPresent()) {
            return object(ended.verdict().get());
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", ended.name());
        if (ended.couldNotRun()) {
            object.put("skipped", List.of(ended.why()));
        } else {
            object.put("passed", false);
            object.put("failures", List.of(ended.why()));
        }
        return object;
    }

    private static Map<String, Object> object(Verdict verdict) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", verdict.name());
        object.put("passed", verdict.passed());
        object.put("figures", verdict.figures());
        object.put("failures", verdict.failures());
        object.put("skipped", verdict.skipped());
        return object;
    }

    static String json(Verdict verdict, String machine, String commit) {
        Map<String, Object> object = object(verdict);
        object.put("machine", machine);
        object.put("commit", commit);
        return JSON.writeValueAsString(object);
    }
}
