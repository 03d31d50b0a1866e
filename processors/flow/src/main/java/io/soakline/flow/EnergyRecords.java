package io.soakline.flow;

import io.soakline.flow.RunEnergy.Drawn;
import io.soakline.record.EnergyMethod;
import io.soakline.record.EnergyRecord;
import io.soakline.statistics.DeviceSummaries;
import io.soakline.statistics.EnergyCheck;
import io.soakline.statistics.EnergyRegression;
import io.soakline.statistics.PaneSummary;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The energy of a run's inferences in a window: by which way it is known, less what the device draws when idle, and doubts. */
final class EnergyRecords {

    private EnergyRecords() {}

    /**
     * Joules for one inference, with what the device draws when idle.
     *
     * @param alone whether no other run used the device in that time: then all of its energy is this run's, pauses included
     * @return null where it is not known
     */
    static @Nullable Double gross(PaneSummary window, boolean alone) {
        Drawn drawn = drawn(window, alone);
        return drawn == null ? null : Double.valueOf(drawn.joulesPerInference());
    }

    private static @Nullable Drawn drawn(PaneSummary window, boolean alone) {
        Drawn whole = alone ? whole(window) : null;
        return whole == null ? RunEnergy.drawn(window) : whole;
    }

    /**
     * What the energy counters counted between their first and last sample of the window, stretched to the time from the
     * run's first to its last inference. Null without counters or when they do not span half of that time.
     */
    private static @Nullable Drawn whole(PaneSummary window) {
        List<DeviceSummaries.Channel> counters = DevicePower.energyCounters(window.device());
        long spanNanos = window.lastEndNanos() - window.firstStartNanos();
        double watts = 0;
        for (DeviceSummaries.Channel counter : counters) {
            long coveredNanos = counter.lastAtNanos() - counter.firstAtNanos();
            if (coveredNanos <= 0 || coveredNanos < spanNanos / 2 || counter.last() < counter.first()) {
                return null;
            }
            watts += (counter.last() - counter.first()) / (coveredNanos / 1e9);
        }
        return counters.isEmpty() || window.inferences() == 0
                ? null
                : new Drawn(watts * (spanNanos / 1e9), spanNanos / 1e9, window.inferences());
    }

    /**
     * @param sharing who else uses the device, so that its sensors do not speak of the run; null for nobody
     * @param shared splits what runs drew that executed at the same time
     * @return null on a device without any sensor of power or energy
     */
    static @Nullable EnergyRecord of(
            PaneSummary window, boolean alone, @Nullable String sharing, Supplier<SharedEnergy.Share> shared) {
        if (!hasSensor(window.device())) {
            return null;
        }
        if (sharing != null) {
            return empty("not attributable: " + sharing, window.panes());
        }
        Drawn whole = alone ? whole(window) : null;
        Drawn drawn = whole == null ? RunEnergy.drawn(window) : whole;
        EnergyRecord energy = drawn == null
                ? shared(window, alone, shared)
                : known(whole == null ? EnergyMethod.TURNS : EnergyMethod.ALONE, drawn, window);
        check(energy, window.device());
        return energy;
    }

    private static boolean hasSensor(List<DeviceSummaries.Channel> device) {
        return device.stream()
                .anyMatch(channel -> channel.quantity().equals(DevicePower.ENERGY)
                        || channel.quantity().equals(DevicePower.POWER));
    }

    private static EnergyRecord empty(String reason, int panes) {
        return EnergyRecord.newBuilder()
                .setMethod(EnergyMethod.NONE)
                .setReason(reason)
                .setGrossJoulesPerInference(null)
                .setNetJoulesPerInference(null)
                .setNetLow(null)
                .setNetHigh(null)
                .setPanes(panes)
                .setIdleMilliwatts(null)
                .setIdleSeconds(null)
                .setIdleAgeSeconds(null)
                .setSensorDifference(null)
                .setDoubt(null)
                .build();
    }

    private static EnergyRecord known(EnergyMethod method, Drawn drawn, PaneSummary window) {
        EnergyRecord energy = empty("", window.panes());
        energy.setMethod(method);
        energy.setGrossJoulesPerInference(drawn.joulesPerInference());
        DeviceSummaries.Channel idle = DeviceSummaries.find(window.device(), DeviceIdle.MILLIWATTS, DeviceIdle.SENSOR);
        DeviceSummaries.Channel measured = DeviceSummaries.find(window.device(), DeviceIdle.SECONDS, DeviceIdle.SENSOR);
        if (idle == null || measured == null) {
            energy.setReason("net of idle is not known: no second without a run was sampled");
        } else {
            energy.setIdleMilliwatts(idle.last());
            energy.setIdleSeconds(measured.last());
            energy.setIdleAgeSeconds((window.endNanos() - idle.lastAtNanos()) / 1e9);
            DeviceSummaries.Channel unloaded =
                    DeviceSummaries.find(window.device(), DeviceIdle.UNLOADED, DeviceIdle.SENSOR);
            if (unloaded != null && unloaded.last() > 0) {
                energy.setReason(
                        "net of the idle device with nothing on it: what keeps an engine ready is part of the net");
            }
            energy.setNetJoulesPerInference(
                    drawn.joulesPerInference() - idle.last() / 1e3 * drawn.seconds() / drawn.inferences());
        }
        return energy;
    }

    private static EnergyRecord shared(PaneSummary window, boolean alone, Supplier<SharedEnergy.Share> shared) {
        if (alone || window.inferences() == 0) {
            return empty("the sensors cover less than half of the time", window.panes());
        }
        SharedEnergy.Share share = shared.get();
        EnergyRegression regression = share.regression();
        if (regression.refused() != null) {
            return empty("runs executed at the same time: " + regression.refused(), regression.panes());
        }
        EnergyRecord energy = empty("runs executed at the same time", regression.panes());
        energy.setMethod(EnergyMethod.REGRESSION);
        energy.setNetJoulesPerInference(share.joulesPerInference().value());
        energy.setNetLow(share.joulesPerInference().low());
        energy.setNetHigh(share.joulesPerInference().high());
        EnergyRegression.Estimate idle = regression.idleWatts();
        energy.setIdleMilliwatts(idle == null ? null : Double.valueOf(1e3 * idle.value()));
        return energy;
    }

    private static void check(EnergyRecord energy, List<DeviceSummaries.Channel> device) {
        EnergyCheck check = SensorCheck.of(device);
        if (check == null) {
            return;
        }
        energy.setSensorDifference(check.difference());
        if (check.isDoubtful()) {
            energy.setDoubt(String.format(
                    Locale.ROOT,
                    "the energy counter says %,.0f J and the power sensor %,.0f J of the same time",
                    check.counterJoules(),
                    check.powerJoules()));
        }
    }
}
