package io.soakline.flow;

import io.soakline.statistics.DeviceSummaries;
import io.soakline.statistics.EnergyCheck;
import io.soakline.statistics.EnergyCurve;
import io.soakline.statistics.Pane;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A device's energy counter and its power sensor, each over the same time of a pane, for devices that have both. */
final class SensorCheck {

    private static final String COUNTER = "counterCheckJoules";
    private static final String POWER = "powerCheckJoules";
    private static final String SENSOR = "device";

    /** Left out at both ends: the next readings may come after the pane is closed. */
    private static final long MARGIN_NANOS = 1_000_000_000L;

    private SensorCheck() {}

    static void join(Pane pane, DeviceSamples samples) {
        long from = pane.startNanos() + MARGIN_NANOS;
        long to = pane.endNanos() - MARGIN_NANOS;
        if (from >= to) {
            return;
        }
        double counter = joules(samples.counters(pane.startNanos(), pane.endNanos()), from, to);
        double power = joules(samples.power(pane.startNanos(), pane.endNanos()), from, to);
        if (!Double.isNaN(counter) && !Double.isNaN(power)) {
            pane.acceptDevice(COUNTER, SENSOR, false, to, counter);
            pane.acceptDevice(POWER, SENSOR, false, to, power);
        }
    }

    private static double joules(List<EnergyCurve> curves, long fromNanos, long toNanos) {
        return curves.stream()
                .mapToDouble(curve -> curve.between(fromNanos, toNanos))
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }

    /** Over all panes that have both; null when none does. */
    static @Nullable EnergyCheck of(List<DeviceSummaries.Channel> device) {
        DeviceSummaries.Channel counter = DeviceSummaries.find(device, COUNTER, SENSOR);
        DeviceSummaries.Channel power = DeviceSummaries.find(device, POWER, SENSOR);
        return counter == null || power == null ? null : new EnergyCheck(counter.sum(), power.sum());
    }
}
