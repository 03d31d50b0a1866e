package io.soakline.sink.metrics;

/**
 * All series of one name.
 *
 * @param name in words parted by dots and underscores, without its unit: {@code soakline.window.latency.mean}
 * @param help one sentence, with what a reader could get wrong
 */
record Family(String name, String help, Kind kind, Unit unit) {

    enum Kind {
        GAUGE,
        /** Only grows, from 0 when its series begins. */
        COUNTER
    }

    /** Base units, as Prometheus has them in names and OpenTelemetry (UCUM) beside them. */
    enum Unit {
        /** Numbers of things. In braces, so that no converter takes them for a ratio. */
        COUNT("", "{count}"),
        SECONDS("seconds", "s"),
        JOULES("joules", "J"),
        WATTS("watts", "W"),
        RATIO("ratio", "1"),
        CELSIUS("celsius", "Cel"),
        HERTZ("hertz", "Hz"),
        VOLTS("volts", "V"),
        AMPERES("amperes", "A");

        final String prometheus;
        final String ucum;

        Unit(String prometheus, String ucum) {
            this.prometheus = prometheus;
            this.ucum = ucum;
        }
    }

    static Family gauge(String name, Unit unit, String help) {
        return new Family(name, help, Kind.GAUGE, unit);
    }

    static Family counter(String name, String help) {
        return new Family(name, help, Kind.COUNTER, Unit.COUNT);
    }

    /** As Prometheus has it, without the {@code _total} of a counter: what a converter from OpenTelemetry makes of it too. */
    String prometheusName() {
        String words = name.replace('.', '_');
        return unit == Unit.COUNT ? words : words + "_" + unit.prometheus;
    }
}
