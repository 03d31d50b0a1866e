package io.soakline.grafana;

import java.util.List;

/**
 * A page of panels.
 *
 * @param name last part of its address and name of its file
 * @param variables what the person looking can choose
 */
record Dashboard(String name, String title, List<Variable> variables, List<Panel> panels) {

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
}
