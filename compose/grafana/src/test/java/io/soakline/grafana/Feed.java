package io.soakline.grafana;

import static java.util.Map.entry;

import io.soakline.sink.influxdb.TableDdl;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Points of every measurement for some minutes, in line protocol. Names are read from the sink's own tables: a panel that
 * asks for a field that the sink does not write finds nothing.
 */
final class Feed {

    static final Instant FROM = Instant.parse("2026-11-27T12:00:00Z");
    static final Instant TO = FROM.plusSeconds(300);

    private static final int STEP_SECONDS = 10;
    private static final Pattern TABLE = Pattern.compile("CREATE TABLE IF NOT EXISTS (\\w+) \\((.*?)\\) TIMESTAMP");
    private static final Pattern COLUMN = Pattern.compile("\"(\\w+)\" (SYMBOL|LONG|DOUBLE|VARCHAR)");

    private static final List<String> QUANTITIES = List.of(
            "powerMilliwatts",
            "energyJoules",
            "temperatureCelsius",
            "cpuUtilisationPercent",
            "gpuUtilisationPercent",
            "cpuPressurePercent",
            "cpuStealPercent",
            "memoryUsedMebibytes",
            "samplerCpuPercent");

    private static final List<String> KINDS = List.of("latency-drift", "core-contention");

    static final List<String> BUCKETS = List.of("0000001000000", "0000001120000", "+Inf");

    /** Tags and texts that panels ask for by value; each gives a variant of every point. */
    private static final Map<String, List<String>> VALUES = Map.ofEntries(
            entry("device", List.of("bench 1")),
            entry("engine", List.of("tvm", "onnxruntime")),
            entry("window", List.of("1m")),
            entry("scope", List.of("RUN", "ENGINE")),
            entry("factor", List.of("REBUILD", "all")),
            entry("quantity", QUANTITIES),
            entry("kind", KINDS),
            entry("topic", List.of("all", "panes")),
            entry("phase", List.of("DEVICE", "HOST")),
            entry("upToNanos", BUCKETS),
            entry("gapFromNanos", List.of("100000")));

    private record Column(String name, String type) {}

    private Feed() {}

    static List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (String statement : TableDdl.statements()) {
            Matcher table = TABLE.matcher(statement);
            if (!table.find()) {
                continue; // how long a table keeps its points
            }
            List<Column> columns = new ArrayList<>();
            Matcher column = COLUMN.matcher(table.group(2));
            while (column.find()) {
                columns.add(new Column(column.group(1), column.group(2)));
            }
            for (String series : series(table.group(1), columns)) {
                for (Instant at = FROM.plusSeconds(1); at.isBefore(TO); at = at.plusSeconds(STEP_SECONDS)) {
                    lines.add(series + " " + fields(columns) + " " + at.getEpochSecond() + "000000000");
                }
            }
        }
        return lines;
    }

    /** Inferences in all buckets of all points. */
    static long inBuckets() {
        return lines().stream()
                .filter(line -> line.startsWith("latency_buckets,"))
                .mapToLong(line -> Long.parseLong(line.replaceFirst(".* inferences=(\\d+)i .*", "$1")))
                .sum();
    }

    /** The measurement with each combination of its tags' values. */
    private static List<String> series(String table, List<Column> columns) {
        List<String> series = List.of(table);
        for (Column column : columns) {
            if (column.type().equals("SYMBOL")) {
                List<String> longer = new ArrayList<>();
                for (String prefix : series) {
                    for (String value : VALUES.getOrDefault(column.name(), List.of(column.name() + "-1"))) {
                        longer.add(prefix + "," + column.name() + "=" + value.replace(" ", "\\ "));
                    }
                }
                series = longer;
            }
        }
        return series;
    }

    private static String fields(List<Column> columns) {
        List<String> fields = new ArrayList<>();
        for (Column column : columns) {
            switch (column.type()) {
                case "LONG" -> fields.add(column.name() + "=2i");
                case "DOUBLE" -> fields.add(column.name() + "=0.75");
                case "VARCHAR" -> fields.add(column.name() + "=\"some text\"");
                default -> {}
            }
        }
        return String.join(",", fields);
    }
}
