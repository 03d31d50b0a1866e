package io.soakline.grafana;

import io.soakline.grafana.Query.Chosen;
import java.util.List;

/**
 * A page of panels.
 *
 * @param name last part of its address and name of its file
 * @param from how far it looks back unless told otherwise
 * @param refresh how often it looks again
 * @param variables what the person looking can choose
 */
record Dashboard(String name, String title, String from, String refresh, List<Variable> variables, List<Panel> panels) {

    /** Of the present. */
    Dashboard(String name, String title, List<Variable> variables, List<Panel> panels) {
        this(name, title, "now-1h", "10s", variables, panels);
    }

    /** Values of a tag, to choose any number of. */
    record Variable(String tag, String label, String measurement, boolean many) {

        static Variable many(String tag, String label) {
            return new Variable(tag, label, "windows", true);
        }
    }

    static final Variable DEVICE = Variable.many("device", "Device");
    static final Variable ENGINE = Variable.many("engine", "Engine");
    static final Variable RUN = Variable.many("run", "Run");
    static final Variable WINDOW = new Variable("window", "Window", "windows", false);
    static final Variable FACTOR = new Variable("factor", "Factor", "agreements", true);
    static final Variable MODEL = new Variable("model", "Model", "agreements", false);
    static final Variable SENSOR = new Variable("sensor", "Sensor", "devices", true);

    /** What is chosen in the variables before this one and narrows its values: tags of the same measurement. */
    List<Chosen> given(Variable variable) {
        return variables.stream()
                .takeWhile(before -> variable.many() && !before.equals(variable))
                .filter(before -> before.measurement().equals(variable.measurement()))
                .map(before -> new Chosen(before.tag(), before.tag()))
                .toList();
    }
}
