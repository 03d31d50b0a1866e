package io.soakline.sink.influxdb;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a tag from having ever more values: every new one is a new series, which a store keeps in memory for good.
 *
 * <p>A point with one value too many is refused rather than given another value, which would make points of different
 * devices or runs the same point. Values are counted from the start of the sink, over all measurements together. Not for
 * sharing between threads, but for {@link #refused}.
 */
final class TagGuard {

    private static final Logger LOG = LoggerFactory.getLogger(TagGuard.class);

    private final int mostValues;
    /** Hashes: 4 bytes stand for a value of any length. Two values with one hash let one value too many in. */
    private final Map<String, Set<Integer>> known = new HashMap<>();

    private final Set<String> said = new HashSet<>();
    private final AtomicLong refused = new AtomicLong();

    TagGuard(int mostValues) {
        this.mostValues = mostValues;
    }

    /** Null when the point may be written, else why not. */
    @Nullable
    String refusal(Point point) {
        for (Map.Entry<String, String> tag : point.tags().entrySet()) {
            if (!admits(tag.getKey(), tag.getValue())) {
                refused.incrementAndGet();
                return refusal(tag.getKey());
            }
        }
        return null;
    }

    private boolean admits(String tag, String value) {
        Set<Integer> values = known.computeIfAbsent(tag, name -> new HashSet<>());
        Integer hash = value.hashCode();
        return values.contains(hash) || (values.size() < mostValues && values.add(hash));
    }

    private String refusal(String tag) {
        String reason = "tag " + tag + " has " + mostValues + " values already; " + InfluxEnvironment.TAG_VALUES
                + " allows more";
        if (said.add(tag)) {
            LOG.warn("{}; points with further values become dead letters", reason);
        }
        return reason;
    }

    /** Points refused since the start. */
    long refused() {
        return refused.get();
    }
}
