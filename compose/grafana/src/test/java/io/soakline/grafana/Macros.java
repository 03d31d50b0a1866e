package io.soakline.grafana;

import java.time.Instant;
import java.util.regex.Pattern;

/** What Grafana puts in place of macros and variables before a store sees a query; everything is chosen. */
record Macros(Instant from, Instant to) {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):regex}");

    private static final Pattern LEFT = Pattern.compile("\\$[A-Za-z_{]");

    String expand(String query) {
        String influxTime = "time >= " + from.toEpochMilli() + "ms and time <= " + to.toEpochMilli() + "ms";
        String sqlTime = "timestamp BETWEEN '" + from + "' AND '" + to + "'";
        String timed = query.replace("$timeFilter", influxTime).replace("$__timeFilter(timestamp)", sqlTime);
        String expanded = VARIABLE.matcher(timed)
                .replaceAll(variable -> variable.group(1).equals("window") ? "1m" : "(.+|nothing)")
                .replace("$__interval", "10s");
        if (LEFT.matcher(expanded).find()) {
            throw new IllegalArgumentException("a macro that is not known: " + expanded);
        }
        return expanded;
    }
}
