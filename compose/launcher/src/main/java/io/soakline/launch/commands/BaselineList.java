package io.soakline.launch.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.soakline.record.Baseline;
import io.soakline.statistics.LatencySketch;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** References as a table or as JSON. */
final class BaselineList {

    private BaselineList() {}

    /** One line each. */
    static String text(List<Baseline> baselines) {
        StringBuilder out = new StringBuilder();
        out.append(String.format(
                "%-22s %-16s %-8s %6s %10s %10s  %-20s %s%n",
                "engine", "device", "state", "panes", "p50", "p99", "written", "from run"));
        for (Baseline baseline : baselines) {
            LatencySketch sketch = sketch(baseline);
            out.append(String.format(
                    "%-22s %-16s %-8s %6d %10s %10s  %-20s %s%s%n",
                    name(baseline),
                    baseline.getDeviceId(),
                    state(baseline),
                    baseline.getPanes(),
                    micros(sketch, 0.5),
                    micros(sketch, 0.99),
                    moment(baseline.getWrittenAtNanos()).truncatedTo(ChronoUnit.SECONDS),
                    baseline.getRunId(),
                    baseline.getBy().isEmpty() ? "" : ", pinned by " + baseline.getBy()));
        }
        return out.toString();
    }

    static String json(List<Baseline> baselines) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        ArrayNode all = mapper.createArrayNode();
        for (Baseline baseline : baselines) {
            LatencySketch sketch = sketch(baseline);
            ObjectNode one = all.addObject()
                    .put("engine", baseline.getEngineName())
                    .put("engineId", baseline.getEngineId())
                    .put("device", baseline.getDeviceId())
                    .put("state", state(baseline))
                    .put("pinned", baseline.getPinned())
                    .put("complete", baseline.getComplete())
                    .put("by", baseline.getBy())
                    .put("panes", baseline.getPanes())
                    .put("run", baseline.getRunId())
                    .put("from", moment(baseline.getFromNanos()).toString())
                    .put("to", moment(baseline.getToNanos()).toString())
                    .put("written", moment(baseline.getWrittenAtNanos()).toString());
            quantile(one, "p50Nanos", sketch, 0.5);
            quantile(one, "p99Nanos", sketch, 0.99);
            one.put("inferences", sketch == null ? 0 : sketch.count());
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(all);
    }

    private static void quantile(ObjectNode node, String name, @Nullable LatencySketch sketch, double p) {
        if (sketch == null || sketch.count() == 0) {
            node.putNull(name);
        } else {
            node.put(name, sketch.quantile(p));
        }
    }

    static String name(Baseline baseline) {
        if (!baseline.getEngineName().isEmpty()) {
            return baseline.getEngineName();
        }
        String id = baseline.getEngineId();
        return id.length() > 12 ? id.substring(0, 12) : id;
    }

    private static String state(Baseline baseline) {
        return baseline.getPinned() ? "pinned" : baseline.getComplete() ? "learnt" : "learning";
    }

    private static String micros(@Nullable LatencySketch sketch, double p) {
        return sketch == null || sketch.count() == 0
                ? "-"
                : String.format(Locale.ROOT, "%,.0f µs", sketch.quantile(p) / 1e3);
    }

    /** Null when another version of this program wrote it in another form. */
    private static @Nullable LatencySketch sketch(Baseline baseline) {
        ByteBuffer bytes = baseline.getLatencySketch().duplicate();
        byte[] encoded = new byte[bytes.remaining()];
        bytes.get(encoded);
        try {
            return LatencySketch.decode(baseline.getSketchFormat(), encoded);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Instant moment(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }
}
