package io.soakline.flow;

import io.soakline.cause.ChannelName;
import io.soakline.statistics.DeviceSummaries;
import io.soakline.statistics.EnergyCurve;
import io.soakline.statistics.Pane;
import io.soakline.statistics.PaneSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The energy that a device drew while one run was executing. Engines that take turns share a device without being in each
 * other's way: of each turn it is known what was drawn in it. Where another run was executing at the same time nothing can
 * be told, and nothing is. Gross: what the device draws when idle is part of it.
 *
 * <p>It is kept with the pane in three channels of the run's own, one value for each turn: the joules, the seconds that they
 * are of, and all seconds in which the run was executing, so that windows add up and gaps in the readings cost no truth.
 */
final class RunEnergy {

    private static final String JOULES = "runningEnergyJoules";
    private static final String SECONDS = "runningEnergySeconds";
    private static final String RUNNING = "runningSeconds";

    /** Share of the run's time in which another run may be executing: batches overlap a little where turns change. */
    private static final double MOST_TOGETHER = 0.02;

    /** Readings of so long before and after are looked at. */
    private static final long MARGIN_NANOS = 2_000_000_000L;

    /** Of the run's time, what must be covered by readings. */
    private static final double LEAST_COVERED = 0.5;

    private RunEnergy() {}

    /** @param neighbours the other runs of the device */
    static void join(Pane pane, BusySpans own, List<BusySpans> neighbours, DeviceSamples samples) {
        long from = pane.startNanos();
        long to = pane.endNanos();
        long running = own.nanosWithin(from, to);
        long together = neighbours.stream()
                .mapToLong(neighbour -> own.nanosTogether(neighbour, from, to))
                .sum();
        if (running == 0 || together > MOST_TOGETHER * running) {
            return;
        }
        List<EnergyCurve> curves = samples.energy(from - MARGIN_NANOS, to + MARGIN_NANOS);
        if (curves.isEmpty()) {
            return;
        }
        own.within(from, to, (begin, end) -> {
            double joules = curves.stream()
                    .mapToDouble(curve -> curve.between(begin, end))
                    .sum();
            double seconds = (end - begin) / 1e9;
            pane.acceptDevice(RUNNING, ChannelName.OWN_RUN, false, end - 1, seconds);
            if (!Double.isNaN(joules)) {
                pane.acceptDevice(JOULES, ChannelName.OWN_RUN, false, end - 1, joules);
                pane.acceptDevice(SECONDS, ChannelName.OWN_RUN, false, end - 1, seconds);
            }
        });
    }

    /**
     * Energy of a run's inferences.
     *
     * @param joules what the device drew
     * @param seconds in how much time
     * @param inferences of that time
     */
    record Drawn(double joules, double seconds, long inferences) {

        double joulesPerInference() {
            return joules / inferences;
        }
    }

    /** While the run executed; null where it is not known. */
    static @Nullable Drawn drawn(PaneSummary window) {
        double joules = sum(window, JOULES);
        double seconds = sum(window, SECONDS);
        double running = sum(window, RUNNING);
        boolean known = window.inferences() > 0 && seconds > 0 && seconds >= LEAST_COVERED * running;
        return known ? new Drawn(joules / seconds * running, running, window.inferences()) : null;
    }

    /** Joules for one inference; null where it is not known. */
    static @Nullable Double perInference(PaneSummary window) {
        Drawn drawn = drawn(window);
        return drawn == null ? null : Double.valueOf(drawn.joulesPerInference());
    }

    private static double sum(PaneSummary window, String quantity) {
        DeviceSummaries.Channel channel = DeviceSummaries.find(window.device(), quantity, ChannelName.OWN_RUN);
        return channel == null ? Double.NaN : channel.sum();
    }
}
