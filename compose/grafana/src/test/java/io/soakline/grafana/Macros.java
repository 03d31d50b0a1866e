package io.soakline.grafana;

import java.util.regex.Pattern;

/** What Grafana puts in place of macros and variables before a store sees a query; everything is chosen. */
final class Macros {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):regex}");

    private static final Pattern LEFT = Pattern.compile("\\$[A-Za-z_{]");

    private Macros() {}

    static String influxQl(String query) {
        String time = "time >= " + Feed.FROM.toEpochMilli() + "ms and time <= " + Feed.TO.toEpochMilli() + "ms";
        return common(query.replace("$timeFilter", time));
    }

    static String sql(String query) {
        String time = "timestamp BETWEEN '" + Feed.FROM + "' AND '" + Feed.TO + "'";
        return common(query.replace("$__timeFilter(timestamp)", time));
    }

    private static String common(String query) {
        String expanded = VARIABLE.matcher(query)
                .replaceAll(variable -> variable.group(1).equals("window") ? "1m" : "(.+|nothing)")
                .replace("$__interval", "10s");
        if (LEFT.matcher(expanded).find()) {
            throw new IllegalArgumentException("a macro that is not known: " + expanded);
        }
        return expanded;
    }
}
