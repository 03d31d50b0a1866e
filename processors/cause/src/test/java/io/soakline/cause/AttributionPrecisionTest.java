package io.soakline.cause;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.cause.DeviceSimulation.Channels;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Precision and recall of attribution, by injecting every cause into a device with benign noise. */
class AttributionPrecisionTest {

    private static final int MOMENTS = 6_000;
    /** What all engines have in common explains alarms, not moments. */
    private static final Set<Cause> INJECTED = EnumSet.complementOf(EnumSet.of(Cause.SHARED, Cause.UNKNOWN));

    private final Attribution attribution = new Attribution();

    /** What was injected, by what was found. */
    private static final class Confusion {
        private final Map<Cause, Map<Cause, Integer>> counts = new EnumMap<>(Cause.class);

        void add(Cause injected, Cause found) {
            counts.computeIfAbsent(injected, c -> new EnumMap<>(Cause.class)).merge(found, 1, Integer::sum);
        }

        int count(Cause injected, Cause found) {
            return counts.getOrDefault(injected, Map.of()).getOrDefault(found, 0);
        }

        double precision(Cause found) {
            int all = counts.keySet().stream()
                    .mapToInt(injected -> count(injected, found))
                    .sum();
            return all == 0 ? Double.NaN : (double) count(found, found) / all;
        }

        double recall(Cause injected) {
            int all = counts.getOrDefault(injected, Map.of()).values().stream()
                    .mapToInt(n -> n)
                    .sum();
            return (double) count(injected, injected) / all;
        }

        String table(String title) {
            StringBuilder text = new StringBuilder(title).append(System.lineSeparator());
            text.append(String.format(Locale.ROOT, "%-14s", "injected"));
            for (Cause found : Cause.values()) {
                text.append(String.format(Locale.ROOT, "%8.8s", found));
            }
            text.append("  recall").append(System.lineSeparator());
            for (Cause injected : counts.keySet()) {
                text.append(String.format(Locale.ROOT, "%-14s", injected));
                for (Cause found : Cause.values()) {
                    text.append(String.format(Locale.ROOT, "%8d", count(injected, found)));
                }
                text.append(String.format(Locale.ROOT, "  %.3f%n", recall(injected)));
            }
            text.append(String.format(Locale.ROOT, "%-14s", "precision"));
            for (Cause found : Cause.values()) {
                text.append(String.format(Locale.ROOT, "%8.3f", precision(found)));
            }
            return text.append(System.lineSeparator()).toString();
        }
    }

    /** Half of the slow inferences are the engine's own doing; the others are spread over the causes. */
    private Confusion simulate(long seed, Set<Channels> offered, Set<Cause> injected) {
        return simulate(seed, offered, injected, 0.5);
    }

    private Confusion simulate(long seed, Set<Channels> offered, Set<Cause> injected, double share) {
        DeviceSimulation device = new DeviceSimulation(seed, offered);
        device.quiet(600);
        Random random = new Random(seed);
        Cause[] causes = injected.toArray(Cause[]::new);
        Confusion confusion = new Confusion();
        for (int i = 0; i < MOMENTS; i++) {
            device.quiet(10);
            Cause cause = random.nextDouble() < share ? causes[random.nextInt(causes.length)] : Cause.ENGINE;
            Moment moment = device.slow(cause);
            confusion.add(
                    cause, attribution.explain(moment, device.surroundings).cause());
        }
        return confusion;
    }

    /** One tick of 10 ms of steal time happens when quiet, too, and is not called clear. */
    private static double leastRecall(Cause cause) {
        return cause == Cause.STEAL ? 0.4 : 0.85;
    }

    @Test
    void explain_givenEveryCauseInjectedIntoAHostThatOffersEverything_isPreciseAndFindsMost() {
        for (long seed = 1; seed <= 3; seed++) {
            Confusion confusion = simulate(seed, EnumSet.allOf(Channels.class), INJECTED);
            System.out.print(confusion.table("everything offered, seed " + seed));
            for (Cause cause : INJECTED) {
                assertThat(confusion.precision(cause))
                        .as("precision of " + cause)
                        .isGreaterThanOrEqualTo(0.95);
                assertThat(confusion.recall(cause)).as("recall of " + cause).isGreaterThanOrEqualTo(leastRecall(cause));
            }
        }
    }

    @Test
    void explain_givenThrottlingInOnePercentOfMoments_isPrecise() {
        Confusion confusion = simulate(7, EnumSet.allOf(Channels.class), EnumSet.of(Cause.THROTTLE), 0.01);
        System.out.print(confusion.table("throttling in one percent"));
        assertThat(confusion.precision(Cause.THROTTLE)).isGreaterThanOrEqualTo(0.95);
        assertThat(confusion.recall(Cause.THROTTLE)).isGreaterThanOrEqualTo(0.85);
    }

    /** As a virtual machine without thermal zones, RAPL and throttle counters does. */
    @Test
    void explain_givenVirtualMachine_isPreciseInWhatItCanSee() {
        Set<Channels> offered = EnumSet.of(Channels.OWN_WAIT, Channels.PRESSURE, Channels.STEAL, Channels.CLOCK);
        Set<Cause> injected = EnumSet.of(
                Cause.HARNESS_PAUSE,
                Cause.CPU_PRESSURE,
                Cause.STEAL,
                Cause.CLOCK_CHANGE,
                Cause.CO_RUNNER,
                Cause.IDLE_GAP,
                Cause.NEIGHBOUR_RUN);
        Confusion confusion = simulate(4, offered, injected);
        System.out.print(confusion.table("virtual machine"));
        for (Cause cause : injected) {
            assertThat(confusion.precision(cause)).as("precision of " + cause).isGreaterThanOrEqualTo(0.95);
            assertThat(confusion.recall(cause)).as("recall of " + cause).isGreaterThanOrEqualTo(leastRecall(cause));
        }
        assertThat(confusion.precision(Cause.ENGINE)).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void explain_givenHostWithoutOwnWait_goesByThePressureOfTheMachine() {
        Set<Channels> offered = EnumSet.of(Channels.PRESSURE, Channels.STEAL, Channels.CLOCK);
        Set<Cause> injected = EnumSet.of(Cause.HARNESS_PAUSE, Cause.CPU_PRESSURE, Cause.STEAL, Cause.CLOCK_CHANGE);
        Confusion confusion = simulate(5, offered, injected);
        System.out.print(confusion.table("without the engine's own wait"));
        for (Cause cause : injected) {
            assertThat(confusion.precision(cause)).as("precision of " + cause).isGreaterThanOrEqualTo(0.95);
        }
    }

    /** What is not measured cannot be ruled out: the engine is never blamed. */
    @Test
    void explain_givenHostWithoutClockOrStealTime_neverBlamesTheEngine() {
        for (Set<Channels> offered : Set.of(
                EnumSet.of(Channels.OWN_WAIT, Channels.PRESSURE, Channels.STEAL),
                EnumSet.of(Channels.OWN_WAIT, Channels.PRESSURE, Channels.CLOCK),
                EnumSet.of(Channels.STEAL, Channels.CLOCK))) {
            Confusion confusion = simulate(6, offered, EnumSet.of(Cause.CLOCK_CHANGE, Cause.STEAL));
            assertThat(confusion.counts.values())
                    .allSatisfy(found -> assertThat(found).doesNotContainKey(Cause.ENGINE));
        }
    }
}
