package org.allmende.drills;

import java.util.LinkedHashMap;
import java.util.Map;
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

    static String json(Verdict verdict, String machine, String commit) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", verdict.name());
        object.put("passed", verdict.passed());
        object.put("figures", verdict.figures());
        object.put("failures", verdict.failures());
        object.put("skipped", verdict.skipped());
        object.put("machine", machine);
        object.put("commit", commit);
        return JSON.writeValueAsString(object);
    }
}
