package io.soakline.grafana;

import static io.soakline.grafana.Json.object;

import java.util.List;
import java.util.Map;

/** A store that dashboards are made for, by the data source that reads it. Both are provisioned under fixed UIDs. */
@SuppressWarnings("ImmutableEnumChecker") // languages hold one String
enum Store {
    INFLUXDB("influxdb", "soakline-influx", "influxdb", "", new InfluxQl()) {
        @Override
        void put(Map<String, Object> target, Query query, String format) {
            target.put("query", text(query));
            target.put("resultFormat", format);
            if (!query.by().isEmpty() && query.shape() == Query.Shape.SERIES) {
                target.put("alias", alias(query));
            }
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
    QUESTDB("questdb", "soakline-questdb", "grafana-postgresql-datasource", "-questdb", new QuestSql()) {
        @Override
        void put(Map<String, Object> target, Query query, String format) {
            target.putAll(object("editorMode", "code", "format", format, "rawSql", text(query)));
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
    private final QueryLanguage language;

    Store(String folder, String uid, String type, String suffix, QueryLanguage language) {
        this.folder = folder;
        this.uid = uid;
        this.type = type;
        this.suffix = suffix;
        this.language = language;
    }

    /** The query as its source takes it. */
    String text(Query query) {
        return language.of(query);
    }

    /** Every value of the variable's tag, given what is chosen in others. */
    String tagValues(Dashboard.Variable variable, List<Query.Chosen> given) {
        return language.tagValues(variable.measurement(), variable.tag(), given);
    }

    /** The query as a panel holds it. */
    Map<String, Object> target(Query query, String refId) {
        Map<String, Object> target = object("refId", refId, "datasource", reference(), "rawQuery", true);
        put(target, query, query.shape() == Query.Shape.SERIES ? "time_series" : "table");
        return target;
    }

    /** What this source's targets have beside {@code refId}, {@code datasource} and {@code rawQuery}. */
    abstract void put(Map<String, Object> target, Query query, String format);

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
