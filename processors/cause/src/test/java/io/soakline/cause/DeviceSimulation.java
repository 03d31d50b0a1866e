package io.soakline.cause;

import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A device with one pinned engine and a pipeline beside it, sampled ten times a second: benign noise as it was measured on
 * busy two-core machines (pressure of the pipeline's own threads, ticks of 10 ms, steal now and then, collections), and
 * disturbances that act on the engine and show on the sensors with noise of their own, and with side effects on the
 * sensors of other causes.
 */
final class DeviceSimulation {

    static final String RUN = "run-1";
    static final long TYPICAL_NANOS = 1_000_000;
    static final long TICK_NANOS = 100_000_000;
    private static final long START_NANOS = 1_795_000_000L * 1_000_000_000L;

    final Surroundings surroundings = new Surroundings(new QuietLevels());
    private final Random random;
    private final Set<Channels> offered;
    private long nowNanos = START_NANOS;
    private double joules;
    private double thermalEvents;
    /** A slow wave, as of a day's other work. */
    private double busy = 0.4;

    /** Groups of channels that a host offers or does not. */
    enum Channels {
        OWN_WAIT,
        PRESSURE,
        STEAL,
        CLOCK,
        TEMPERATURE,
        POWER,
        THERMAL,
        QUOTA
    }

    DeviceSimulation(long seed, Set<Channels> offered) {
        random = new Random(seed);
        this.offered = EnumSet.copyOf(offered);
    }

    /** What the sensors show of one tick. */
    private final Map<String, Double> tick = new TreeMap<>();

    /** Ticks without any disturbance, learnt as quiet. */
    void quiet(int ticks) {
        for (int i = 0; i < ticks; i++) {
            long from = nowNanos + 1;
            benign();
            publish();
            surroundings.learn(from, nowNanos + 1);
        }
        surroundings.forgetBefore(nowNanos - 20_000_000_000L);
    }

    private double noise(double scale) {
        return scale * random.nextGaussian();
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private static double within(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }

    /** Rounded to what ticks of 10 ms can show. */
    private static double ticks(double percent) {
        return 10 * Math.rint(percent / 10);
    }

    private void benign() {
        busy = within(busy + noise(0.03), 0.15, 0.8);
        tick.put("wait", chance(0.1) ? Math.abs(noise(0.3)) : Math.abs(noise(0.02)));
        tick.put("pressure", within(100 * busy * (0.2 + 0.3 * random.nextDouble()) + (chance(0.01) ? 15 : 0), 0, 100));
        tick.put("steal", chance(0.01) ? 5.0 : 0.0);
        tick.put("engineSteal", chance(0.005) ? 10.0 : 0.0);
        tick.put("clock", 2600 + noise(8) - (chance(0.005) ? 60 : 0));
        tick.put("temperature", 61 + 3 * busy + noise(0.7));
        tick.put("watts", 40 + 8 * busy + noise(1.5));
        tick.put("thermal", 0.0);
        tick.put("quota", 0.0);
        tick.put("utilisation", within(50 + ticks(100 * busy + noise(12)) / 2, 0, 100));
        tick.put("interrupts", chance(0.05) ? 5.0 : 0.0);
    }

    private void publish() {
        nowNanos += TICK_NANOS;
        joules += tick("watts") * TICK_NANOS / 1e9;
        thermalEvents += tick("thermal");
        mean("cpuUtilisationPercent", "cpu", tick("utilisation"));
        mean("cpuUtilisationPercent", "cpu1", 100);
        mean("cpuInterruptPercent", "cpu", tick("interrupts"));
        if (offered.contains(Channels.OWN_WAIT)) {
            mean("runQueueWaitPercent", "run:" + RUN, tick("wait"));
            // Another run's own channel, which must not matter.
            mean("runQueueWaitPercent", "run:run-2", chance(0.1) ? 60 : 0);
            if (offered.contains(Channels.STEAL)) {
                mean("cpuStealPercent", "run:" + RUN, tick("engineSteal"));
            }
        }
        if (offered.contains(Channels.PRESSURE)) {
            mean("cpuPressurePercent", "cpu", tick("pressure"));
        }
        if (offered.contains(Channels.STEAL)) {
            mean("cpuStealPercent", "cpu", tick("steal"));
        }
        if (offered.contains(Channels.CLOCK)) {
            surroundings.add("frequencyMegahertz", "cpu1", false, 0L, nowNanos, tick("clock"));
        }
        if (offered.contains(Channels.TEMPERATURE)) {
            surroundings.add("temperatureCelsius", "x86_pkg_temp/0", false, 0L, nowNanos, tick("temperature"));
        }
        if (offered.contains(Channels.POWER)) {
            surroundings.add("energyJoules", "package-0", true, 0L, nowNanos, joules);
            surroundings.add("powerLimitWatts", "package-0", false, 0L, nowNanos, 65);
        }
        if (offered.contains(Channels.THERMAL)) {
            surroundings.add("thermalThrottleEvents", "cpu", true, 0L, nowNanos, thermalEvents);
        }
        if (offered.contains(Channels.QUOTA)) {
            mean("cgroupThrottledPercent", "cgroup", tick("quota"));
        }
    }

    private double tick(String name) {
        return tick.getOrDefault(name, Double.NaN);
    }

    private void mean(String quantity, String sensor, double value) {
        surroundings.add(quantity, sensor, false, null, nowNanos, value);
    }

    private void raise(String name, double by) {
        tick.merge(name, by, Double::sum);
        if (!name.equals("watts") && !name.equals("temperature") && !name.equals("clock")) {
            tick.put(name, within(tick(name), 0, 100));
        }
    }

    /**
     * One slow inference for the given reason, in a tick of its own.
     *
     * @param cause {@link Cause#ENGINE} for one that is slow of itself while everything around is as usual
     */
    Moment slow(Cause cause) {
        benign();
        // Time slices of a hypervisor are longer than what else happens.
        double factor = cause == Cause.STEAL ? 1.6 + 2.4 * random.nextDouble() : 1 + 1.5 * random.nextDouble();
        long excess = (long) (TYPICAL_NANOS * Math.exp(factor));
        long start = nowNanos + (long) (random.nextDouble() * (TICK_NANOS - excess - TYPICAL_NANOS));
        Moment moment = Moment.of(RUN, start, start + TYPICAL_NANOS + excess)
                .withTypicalLatency(TYPICAL_NANOS)
                .withGap((long) (20_000 * (1 + random.nextDouble())), 25_000)
                .withNeighbour(false, 0.01);
        double excessPercent = 100.0 * excess / TICK_NANOS;
        switch (cause) {
            case HARNESS_PAUSE -> moment = moment.withFlags(true, false);
            case THROTTLE -> moment = throttle(moment, excessPercent);
            case CLOCK_CHANGE -> raise("clock", -2600 * (0.05 + 0.4 * random.nextDouble()));
            case POWER_CAP -> {
                tick.put("watts", 64 + Math.abs(noise(1)));
                raise("clock", -2600 * (0.05 + 0.2 * random.nextDouble()));
                raise("temperature", 2 * random.nextDouble());
            }
            case TEMPERATURE -> {
                raise("temperature", 12 + 15 * random.nextDouble());
                raise("clock", -2600 * (0.05 + 0.2 * random.nextDouble()));
            }
            case CPU_PRESSURE -> {
                raise("wait", excessPercent * (0.7 + 2 * random.nextDouble()));
                raise("pressure", 30 + 40 * random.nextDouble());
                raise("utilisation", 50 * random.nextDouble());
            }
            case STEAL -> {
                raise("engineSteal", Math.max(10, ticks(excessPercent)));
                raise("steal", Math.max(5, ticks(excessPercent) / 2) + 5 * random.nextDouble());
            }
            case CO_RUNNER -> {
                busy = 0.3;
                tick.put("utilisation", 100.0);
                tick.put("interrupts", chance(0.5) ? 10.0 : 15.0);
                raise("pressure", 20 + 60 * random.nextDouble());
            }
            case IDLE_GAP -> moment = moment.withGap((long) (2e6 * Math.exp(5 * random.nextDouble())), 25_000);
            case NEIGHBOUR_RUN -> {
                moment = moment.withNeighbour(true, 0.01);
                raise("utilisation", 30);
                raise("pressure", 20 * random.nextDouble());
            }
            case SHARED, ENGINE, UNKNOWN -> {}
        }
        long from = nowNanos;
        publish();
        benign();
        publish();
        // The disturbed tick is not learnt, as while an alert fires.
        surroundings.learn(from + TICK_NANOS + 1, nowNanos + 1);
        return moment;
    }

    private Moment throttle(Moment moment, double excessPercent) {
        if (chance(0.5)) {
            raise("quota", excessPercent * (0.8 + random.nextDouble()));
            // The scheduler counts time under a quota as waiting.
            raise("wait", excessPercent * (0.8 + random.nextDouble()));
            return chance(0.7) ? moment.withFlags(false, true) : moment;
        }
        raise("thermal", 1 + random.nextInt(3));
        raise("clock", -2600 * 0.2 * random.nextDouble());
        raise("temperature", 10 * random.nextDouble());
        return chance(0.7) ? moment.withFlags(false, true) : moment;
    }
}
