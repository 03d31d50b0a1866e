package io.soakline.grafana;

import io.soakline.grafana.Query.Shape;
import io.soakline.grafana.Query.Value;

/** Questions that several dashboards ask, about what is chosen in their variables. */
final class Queries {

    private Queries() {}

    /** Windows of the runs of the chosen engines. */
    static Query runs(Shape shape, Value... values) {
        return ofRuns(shape, "windows", values);
    }

    /** What the store keeps of windows beside them: states, idle gaps, causes. */
    static Query ofRuns(Shape shape, String measurement, Value... values) {
        return Query.of(shape, measurement, values).ofRuns().chosen("device", "engine");
    }

    /** Windows of the chosen runs. */
    static Query windows(Shape shape, Value... values) {
        return runs(shape, values).chosen("run");
    }

    /** Hours of the runs of the chosen engines. */
    static Query hours(Shape shape, Value... values) {
        return Query.of(shape, "hours", values).is("scope", "RUN").chosen("device", "engine");
    }

    static Query panes(Shape shape, Value... values) {
        return Query.of(shape, "panes", values).chosen("device");
    }

    static Query agreements(Shape shape, Value... values) {
        return Query.of(shape, "agreements", values).chosen("model", "factor");
    }

    static Query alerts(Shape shape, Value... values) {
        return Query.of(shape, "alerts", values).chosen("device").by("kind", "subject", "device");
    }
}
