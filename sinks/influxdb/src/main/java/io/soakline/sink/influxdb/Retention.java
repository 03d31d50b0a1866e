package io.soakline.sink.influxdb;

import java.time.Duration;
import java.util.Map;

/**
 * How long points are kept. What comes every 10 s is worth most for some weeks; what is left after it are the hours (merged
 * sketches, so their quantiles are quantiles and their maxima the maxima), runs, alerts and agreements.
 *
 * @param detail of every measurement, or in QuestDB of those that are not long-term; zero for ever
 * @param longTerm of {@code hours}, {@code runs}, {@code alerts}, {@code agreements} and {@code agreement_groups}, in a
 *     place of their own (InfluxDB) or in their tables (QuestDB); zero for ever
 */
public record Retention(Duration detail, Duration longTerm) {

    /** Nothing is ever dropped. */
    public static final Retention FOREVER = new Retention(Duration.ZERO, Duration.ZERO);

    public Retention {
        if (detail.isNegative() || longTerm.isNegative()) {
            throw new IllegalArgumentException("points cannot be kept for less than no time");
        }
    }

    /**
     * As {@code SOAKLINE_INFLUX_RETENTION_DAYS} and {@code SOAKLINE_INFLUX_LONG_TERM_DAYS} say.
     *
     * @throws IllegalArgumentException naming the variable, when one cannot be used
     */
    public static Retention of(Map<String, String> environment) {
        return new InfluxEnvironment(environment).retention();
    }

    Duration of(Measurement measurement) {
        return measurement.isLongTerm() ? longTerm : detail;
    }
}
