package io.soakline.sink.influxdb;

/** A field of a measurement: its name, unit included, and what it holds. */
record Column(String name, Type type) {

    /** What line protocol and the store call the same thing. */
    enum Type {
        LONG("LONG"),
        DOUBLE("DOUBLE"),
        TEXT("VARCHAR");

        private final String sql;

        Type(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }
    }

    static Column ofLong(String name) {
        return new Column(name, Type.LONG);
    }

    static Column ofDouble(String name) {
        return new Column(name, Type.DOUBLE);
    }

    static Column ofText(String name) {
        return new Column(name, Type.TEXT);
    }
}
