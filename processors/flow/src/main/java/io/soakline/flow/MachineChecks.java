package io.soakline.flow;

import io.soakline.cause.ChannelName;
import io.soakline.flow.RunValidity.Checks;
import io.soakline.record.Run;
import io.soakline.record.ValidityCheck;
import io.soakline.record.ValidityFactor;
import io.soakline.record.ValidityState;
import io.soakline.statistics.DeviceSummaries;
import io.soakline.statistics.PaneSummary;
import io.soakline.statistics.Trend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Clock, throttling and temperature of the machine that a run had. */
final class MachineChecks {

    private static final String CLOCK = "frequencyMegahertz";
    private static final List<String> GPU_CLOCKS = List.of("sm", "gpu");
    private static final String REASONS = "clockEventReasons";
    private static final List<String> THROTTLE_SENSORS =
            List.of(REASONS, "thermalThrottleEvents", "cgroupThrottledPercent");
    private static final String TEMPERATURE = "temperatureCelsius";
    private static final double MINUTE = 60;
    /** Most sensors tell whole degrees. */
    private static final double DEGREE = 1;

    /** NVML's reasons that slow the clock down: power cap, hardware, software and hardware thermal, power brake. */
    private static final int SLOWING = 0x04 | 0x08 | 0x20 | 0x40 | 0x80;

    private MachineChecks() {}

    static ValidityCheck clock(
            @Nullable Run run, boolean onGpu, List<DeviceSummaries.Channel> device, @Nullable Double limit) {
        DeviceSummaries.Channel clock = clock(onGpu, device);
        String governor = onGpu || run == null ? null : run.getDevice().get("cpuGovernor");
        if (clock == null || clock.samples() < 2) {
            return Checks.notKnown(
                    ValidityFactor.CLOCK,
                    (onGpu ? "no clock of the GPU was sampled" : "no clock of the engine's core was sampled")
                            + (governor == null ? "" : ", its governor is " + governor));
        }
        if (!onGpu && run != null && governor == null && isVirtual(run)) {
            return Checks.notKnown(
                    ValidityFactor.CLOCK, "a virtual machine shows a constant clock, whatever the core's is");
        }
        double spread = clock.max() > 0 ? (clock.max() - clock.min()) / clock.max() : 0;
        return Checks.of(
                ValidityFactor.CLOCK,
                limit != null && spread > limit,
                spread,
                limit,
                "%s%s%s",
                spread == 0
                        ? format("%,.0f MHz throughout", clock.max())
                        : format("%,.0f to %,.0f MHz, %.1f %% apart", clock.min(), clock.max(), 100 * spread),
                format(" (%,d readings of %s)", clock.samples(), clock.sensor()),
                (governor == null ? "" : ", governor " + governor) + locked(device));
    }

    private static DeviceSummaries.@Nullable Channel clock(boolean onGpu, List<DeviceSummaries.Channel> device) {
        if (!onGpu) {
            return DeviceSummaries.find(device, CLOCK, ChannelName.OWN_RUN);
        }
        for (String sensor : GPU_CLOCKS) {
            DeviceSummaries.Channel clock = DeviceSummaries.find(device, CLOCK, sensor);
            if (clock != null) {
                return clock;
            }
        }
        return null;
    }

    private static boolean isVirtual(Run run) {
        String virtualisation = run.getDevice().getOrDefault("virtualisation", "");
        return !virtualisation.isEmpty() && !virtualisation.startsWith("none");
    }

    private static String locked(List<DeviceSummaries.Channel> device) {
        DeviceSummaries.Channel locked = DeviceSummaries.find(device, "clocksLocked", "board");
        if (locked == null) {
            return "";
        }
        return locked.min() >= 1 ? ", clocks locked" : ", clocks not locked throughout";
    }

    static ValidityCheck throttling(PaneSummary window, List<PaneSummary> panes, @Nullable Double limit) {
        boolean watched = window.throttled() > 0
                || window.device().stream().anyMatch(channel -> THROTTLE_SENSORS.contains(channel.quantity()));
        if (!watched || window.measured() == 0) {
            return Checks.notKnown(ValidityFactor.THROTTLING, "nothing on this device tells of throttling");
        }
        double share = (double) window.throttled() / window.measured();
        double panesShare = panesSlowed(panes);
        if (window.throttled() == 0 && panesShare > 0) {
            // The producer did not mark inferences, so a pane counts as a whole.
            return Checks.of(
                    ValidityFactor.THROTTLING,
                    limit != null && panesShare > limit,
                    panesShare,
                    limit,
                    "the GPU slowed its clock down in %.1f %% of the panes",
                    100 * panesShare);
        }
        return Checks.of(
                ValidityFactor.THROTTLING,
                limit != null && share > limit,
                share,
                limit,
                "during %,d of %,d inferences",
                window.throttled(),
                window.measured());
    }

    /** Share of panes in which the GPU gave a reason that slows its clock down. A pane keeps the largest of its masks. */
    private static double panesSlowed(List<PaneSummary> panes) {
        long slowed = panes.stream()
                .filter(pane -> pane.device().stream()
                        .anyMatch(
                                channel -> channel.quantity().equals(REASONS) && ((int) channel.max() & SLOWING) != 0))
                .count();
        return panes.isEmpty() ? 0 : (double) slowed / panes.size();
    }

    static ValidityCheck temperature(boolean onGpu, List<PaneSummary> panes, @Nullable Double limit) {
        String sensor = thermometer(onGpu, panes);
        if (sensor == null) {
            return Checks.notKnown(
                    ValidityFactor.TEMPERATURE, "no temperature of the " + (onGpu ? "GPU" : "host") + " was sampled");
        }
        List<DeviceSummaries.Channel> readings = new ArrayList<>();
        for (PaneSummary pane : panes) {
            DeviceSummaries.Channel channel = DeviceSummaries.find(pane.device(), TEMPERATURE, sensor);
            if (channel != null) {
                readings.add(channel);
            }
        }
        Trend trend = Trend.of(
                readings.stream()
                        .mapToLong(channel ->
                                channel.firstAtNanos() + (channel.lastAtNanos() - channel.firstAtNanos()) / 2)
                        .toArray(),
                readings.stream().mapToDouble(DeviceSummaries.Channel::mean).toArray(),
                DEGREE);
        return trend == null
                ? Checks.notKnown(
                        ValidityFactor.TEMPERATURE,
                        format("%d panes with a temperature of %s do not give its slope", readings.size(), sensor))
                : judged(trend, sensor, limit);
    }

    /** Within the limit, or beyond it, with all of the interval; else it cannot be told. */
    private static ValidityCheck judged(Trend trend, String sensor, @Nullable Double limit) {
        double low = trend.lowPerSecond() * MINUTE;
        double high = trend.highPerSecond() * MINUTE;
        boolean beyond = limit != null && (low > limit || high < -limit);
        boolean within = limit == null || (high <= limit && low >= -limit);
        ValidityCheck check = Checks.of(
                ValidityFactor.TEMPERATURE,
                beyond,
                trend.perSecond() * MINUTE,
                limit,
                "%s changed by %+.2f °C a minute (95 %% from %+.2f to %+.2f, %d panes)%s",
                sensor,
                trend.perSecond() * MINUTE,
                low,
                high,
                trend.n(),
                beyond || within ? "" : format(", too few to tell whether that is within %.2g", limit));
        check.setLow(low);
        check.setHigh(high);
        if (!beyond && !within) {
            check.setState(ValidityState.NOT_KNOWN);
        }
        return check;
    }

    /** The GPU's own, or the hottest of the host. */
    private static @Nullable String thermometer(boolean onGpu, List<PaneSummary> panes) {
        return panes.stream()
                .flatMap(pane -> pane.device().stream())
                .filter(channel -> channel.quantity().equals(TEMPERATURE)
                        && isOfGpu(channel.sensor()) == onGpu
                        && !channel.sensor().equals("memory"))
                .max(Comparator.comparingDouble(DeviceSummaries.Channel::max)
                        .thenComparing(DeviceSummaries.Channel::sensor))
                .map(DeviceSummaries.Channel::sensor)
                .orElse(null);
    }

    private static boolean isOfGpu(String sensor) {
        return sensor.toLowerCase(Locale.ROOT).startsWith("gpu");
    }

    private static String format(String text, @Nullable Object... figures) {
        return String.format(Locale.ROOT, text, figures);
    }
}
