package io.soakline.sink.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What all series read at one moment. Each series is there once: of two values the later one counts. */
final class Readings {

    private final Map<Family, Map<Labels, Double>> families = new LinkedHashMap<>();

    /** @param value left out when null, NaN or infinite: unknown is never 0 */
    void add(Family family, Labels labels, @Nullable Number value) {
        if (value != null && Double.isFinite(value.doubleValue())) {
            families.computeIfAbsent(family, f -> new LinkedHashMap<>()).put(labels, value.doubleValue());
        }
    }

    void add(Family family, Labels labels, boolean is) {
        add(family, labels, is ? 1 : 0);
    }

    void forEachFamily(BiConsumer<Family, Map<Labels, Double>> action) {
        families.forEach(action);
    }
}
