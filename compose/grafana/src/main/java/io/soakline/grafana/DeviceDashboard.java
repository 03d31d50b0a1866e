package io.soakline.grafana;

import static io.soakline.grafana.Queries.ofRuns;
import static io.soakline.grafana.Queries.panes;
import static io.soakline.grafana.Queries.runs;
import static io.soakline.grafana.Query.max;
import static io.soakline.grafana.Query.plain;
import static io.soakline.grafana.Query.sum;

import io.soakline.grafana.Query.Shape;
import io.soakline.grafana.Query.Value;
import java.util.List;

/** What the sensors of hosts, GPUs and boards say. */
final class DeviceDashboard {

    private static final Value[] OF_ENERGY = plain(
            "method",
            "grossJoulesPerInference",
            "netJoulesPerInference",
            "netLow",
            "netHigh",
            "idleMilliwatts",
            "idleAgeSeconds",
            "sensorDifference",
            "doubt",
            "reason");

    private DeviceDashboard() {}

    static Dashboard make() {
        return new Dashboard(
                "device",
                "Device and power",
                List.of(Dashboard.DEVICE, Dashboard.SENSOR, Dashboard.ENGINE, Dashboard.WINDOW),
                List.of(
                        sensor("Power", "mwatt", "powerMilliwatts", max("mean", "mean"), max("max", "max"))
                                .says(
                                        "What the sensor reports. Highest mean and maximum of the panes in each interval."),
                        sensor("Power from energy counters", "watt", "energyJoules", max("increasePerSecond", "watts"))
                                .says("Packages contain their sub-zones: never add them up."),
                        Panel.lines(
                                        "Energy per inference",
                                        "joule",
                                        runs(Shape.SERIES, max("energyJoulesPerInference", "energy"))
                                                .by("device", "engine"))
                                .says(Panel.NEVER_MEAN),
                        Panel.lines(
                                        "Energy per inference, net of idle",
                                        "joule",
                                        ofRuns(
                                                        Shape.SERIES,
                                                        "energy",
                                                        max("netLow", "low"),
                                                        max("netJoulesPerInference", "net"),
                                                        max("netHigh", "high"))
                                                .by("device", "engine"))
                                .says("An interval is there only where runs at the same time were told apart."),
                        Panel.table(
                                        "How energy was told, and its doubts",
                                        ofRuns(Shape.LATEST, "energy", OF_ENERGY)
                                                .by("device", "engine", "run"))
                                .size(24, 7),
                        sensor("Temperature", "celsius", "temperatureCelsius", max("max", "max")),
                        Panel.bars(
                                        "Inferences while throttled",
                                        panes(Shape.SERIES, sum("throttled", "throttled"))
                                                .by("device", "run"))
                                .says("Counted where the device says that it throttles."),
                        sensor("Utilisation of the CPU", "percent", "cpuUtilisationPercent", max("mean", "mean")),
                        sensor("Utilisation of the GPU", "percent", "gpuUtilisationPercent", max("mean", "mean")),
                        sensor(
                                "Time in which some task waited for a core",
                                "percent",
                                "cpuPressurePercent",
                                max("max", "max")),
                        sensor("Time taken by the hypervisor", "percent", "cpuStealPercent", max("max", "max")),
                        sensor("Memory in use", "mbytes", "memoryUsedMebibytes", max("max", "max"))));
    }

    private static Panel sensor(String title, String unit, String quantity, Value... values) {
        return Panel.lines(
                title,
                unit,
                Query.of(Shape.SERIES, "devices", values)
                        .is("quantity", quantity)
                        .chosen("device", "sensor")
                        .by("device", "sensor"));
    }
}
