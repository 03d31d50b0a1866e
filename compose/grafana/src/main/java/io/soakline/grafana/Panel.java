package io.soakline.grafana;

import java.util.List;

/**
 * One picture of a dashboard.
 *
 * @param unit as Grafana calls it: {@code ns}, {@code percentunit}, {@code short}
 * @param interval how often there are points: shorter ones would be full of holes
 * @param columns of the 24 that a dashboard is wide
 */
record Panel(
        Look look,
        String title,
        String description,
        String unit,
        String interval,
        int columns,
        int rows,
        List<Query> queries) {

    enum Look {
        /** Lines over time. */
        LINES,
        /** Lines over time, logarithmic: latencies. */
        LOG_LINES,
        /** Points as bars over time: counts. */
        BARS,
        /** Verdicts by colour over time. */
        VERDICTS,
        /** One large number. */
        NUMBER,
        /** Rows and columns. */
        TABLE,
        /** Share of equal answers, engine by engine, by colour. */
        MATRIX,
        /** How many values lay in which bucket, over time; series are named by the upper edges of their buckets. */
        HEAT_MAP
    }

    /** Of panels that show windows over time. */
    static final String NEVER_MEAN =
            "The highest of the windows in each interval, or the lowest where low is bad; never a mean of quantiles.";

    private static final String EVERY_PANE = "10s";

    static Panel number(String title, String unit, Query query) {
        return of(Look.NUMBER, title, unit, query).size(6, 5);
    }

    static Panel table(String title, Query query) {
        return of(Look.TABLE, title, "short", query);
    }

    static Panel bars(String title, Query query) {
        return of(Look.BARS, title, "short", query);
    }

    static Panel lines(String title, String unit, Query query) {
        return of(Look.LINES, title, unit, query);
    }

    /** In nanoseconds, on a logarithmic axis. */
    static Panel latencies(String title, Query query) {
        return of(Look.LOG_LINES, title, "ns", query);
    }

    static Panel of(Look look, String title, String unit, Query... queries) {
        return new Panel(look, title, "", unit, EVERY_PANE, 12, 8, List.of(queries));
    }

    /** What the picture shows and what it does not. */
    Panel says(String text) {
        return new Panel(look, title, text, unit, interval, columns, rows, queries);
    }

    Panel size(int wide, int high) {
        return new Panel(look, title, description, unit, interval, wide, high, queries);
    }

    Panel hourly() {
        return new Panel(look, title, description, unit, "1h", columns, rows, queries);
    }
}
