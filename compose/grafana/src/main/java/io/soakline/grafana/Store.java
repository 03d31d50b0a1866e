package io.soakline.grafana;

import static io.soakline.grafana.Json.object;

import java.util.Map;

/** A store that dashboards are made for, by the data source that reads it. Both are provisioned under fixed UIDs. */
enum Store {
    INFLUXDB("influxdb", "soakline-influx", "influxdb", "") {
        @Override
        String text(Query query) {
            return InfluxQl.of(query);
        }

        @Override
        String tagValues(String measurement, String tag) {
            return InfluxQl.tagValues(measurement, tag);
        }

        @Override
        Map<String, Object> target(Query query, String refId) {
            Map<String, Object> target =
                    object("refId", refId, "datasource", reference(), "rawQuery", true, "query", text(query));
            target.put("resultFormat", QuestSql.isSeries(query.shape()) ? "time_series" : "table");
            if (!query.by().isEmpty() && query.shape() == Query.Shape.SERIES) {
                target.put("alias", alias(query));
            }
            return target;
        }

        @Override
        String alertQuery() {
            return "SELECT \"kind\", \"evidence\", \"severity\" FROM \"alerts\""
                    + " WHERE $timeFilter AND \"stateCode\" = 2";
        }

        @Override
        Map<String, Object> alertAnnotation() {
            return annotation(
                    "query", alertQuery(), "titleColumn", "kind", "textColumn", "evidence", "tagsColumn", "severity");
        }
    },
    QUESTDB("questdb", "soakline-questdb", "grafana-postgresql-datasource", "-questdb") {
        @Override
        String text(Query query) {
            return QuestSql.of(query);
        }

        @Override
        String tagValues(String measurement, String tag) {
            return QuestSql.tagValues(measurement, tag);
        }

        @Override
        Map<String, Object> target(Query query, String refId) {
            return object(
                    "refId",
                    refId,
                    "datasource",
                    reference(),
                    "rawQuery",
                    true,
                    "editorMode",
                    "code",
                    "format",
                    QuestSql.isSeries(query.shape()) ? "time_series" : "table",
                    "rawSql",
                    text(query));
        }

        @Override
        String alertQuery() {
            return "SELECT timestamp AS \"time\", kind AS title, evidence AS text, severity AS tags FROM alerts"
                    + " WHERE $__timeFilter(timestamp) AND \"stateCode\" = 2 ORDER BY 1";
        }

        @Override
        Map<String, Object> alertAnnotation() {
            return annotation(
                    "target", object("refId", "Anno", "rawQuery", true, "format", "table", "rawSql", alertQuery()));
        }
    };

    private final String folder;
    private final String uid;
    private final String type;
    private final String suffix;

    Store(String folder, String uid, String type, String suffix) {
        this.folder = folder;
        this.uid = uid;
        this.type = type;
        this.suffix = suffix;
    }

    /** The query as its source takes it. */
    abstract String text(Query query);

    abstract String tagValues(String measurement, String tag);

    /** The query as a panel holds it. */
    abstract Map<String, Object> target(Query query, String refId);

    /** When which alert began to fire. */
    abstract String alertQuery();

    /** Marks on all time series where an alert began to fire. */
    abstract Map<String, Object> alertAnnotation();

    /** Of the dashboards under {@code dashboards}. */
    String folder() {
        return folder;
    }

    String uid() {
        return uid;
    }

    /** At the end of what dashboards and tags are called. */
    String suffix() {
        return suffix;
    }

    Map<String, Object> reference() {
        return object("type", type, "uid", uid);
    }

    Map<String, Object> annotation(Object... more) {
        Map<String, Object> annotation =
                object("name", "Alerts", "enable", true, "iconColor", "red", "datasource", reference());
        annotation.putAll(object(more));
        return annotation;
    }

    private static String alias(Query query) {
        StringBuilder alias = new StringBuilder();
        query.by().forEach(tag -> alias.append("$tag_").append(tag).append(' '));
        return query.values().size() == 1
                ? alias.toString().strip()
                : alias.append("$col").toString();
    }
}
