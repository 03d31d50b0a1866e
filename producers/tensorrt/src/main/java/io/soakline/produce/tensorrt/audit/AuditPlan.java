package io.soakline.produce.tensorrt.audit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which engines the experiment has of each model, in the order in which they are built. */
final class AuditPlan {

    private static final int CACHED_BUILDS = 3;

    private AuditPlan() {}

    /**
     * An engine to build.
     *
     * @param suffix of its name
     * @param options beside the input's shape, unless they name that too
     * @param number of the build, from 1; higher ones of the same options are rebuilds
     */
    record Variant(String suffix, Map<String, String> options, int number) {}

    /** Rebuilds at two precisions. */
    static List<Variant> plain(int builds) {
        List<Variant> variants = new ArrayList<>();
        for (String precision : List.of("fp32", "fp16")) {
            for (int number = 1; number <= builds; number++) {
                variants.add(new Variant(precision, Map.of("precision", precision), number));
            }
        }
        return variants;
    }

    /** Other ways to run the plan of the first build. */
    static List<Variant> otherWays() {
        return List.of(
                new Variant("fp32-graph", Map.of("graph", "true"), 1),
                new Variant("fp32-block", Map.of("sync", "block"), 1),
                resident());
    }

    /** Outputs stay on the device. */
    static Variant resident() {
        return new Variant("fp32-resident", Map.of("copy-out", "false", "digest", "device"), 1);
    }

    /** Outputs of 4 MB stay on the device. */
    static Variant large() {
        Map<String, String> options = new LinkedHashMap<>(resident().options());
        options.put("input-shape", "1x3x1024x1024");
        options.put("optimization-level", "1");
        return new Variant("fp32-large", options, 1);
    }

    /** Rebuilds that share their tactics' times in this file. The last may time nothing. */
    static List<Variant> cached(Path timingCache) {
        List<Variant> variants = new ArrayList<>();
        String file = timingCache.toString();
        for (int number = 1; number <= CACHED_BUILDS; number++) {
            variants.add(new Variant("fp32-cached", Map.of("timing-cache", file), number));
        }
        variants.add(new Variant("fp32-strict", Map.of("timing-cache", file, "error-on-cache-miss", "true"), 1));
        return variants;
    }
}
