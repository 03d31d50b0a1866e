package io.soakline.flow;

import static io.soakline.flow.TestRecords.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.soakline.record.DeviceBatch;
import io.soakline.record.DeviceChannel;
import io.soakline.record.EnergyMethod;
import io.soakline.record.EnergyRecord;
import io.soakline.record.PaneClose;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.WindowStats;
import io.soakline.statistics.Pane;
import io.soakline.statistics.PaneSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A simulated device: 60 W when idle, 180 W while its engine executes, which takes a second to fade. */
class EnergyRecordsTest {

    private static final double IDLE = 60;
    private static final double LOAD = 120;
    private static final long TICK = SECOND / 20;
    private static final long START = 1_000_000 * SECOND;

    /** Less than idle: what it draws with nothing on it. */
    private static final double UNLOADED = 40;

    private final BusySpans run = new BusySpans();
    /** From when something is on the device; null when nobody counts. */
    private @Nullable Long loadedFrom;

    private final DeviceSamples samples = new DeviceSamples();

    /** Executes in every second minute, the first time after a minute. */
    private static boolean isBusy(long at) {
        return Math.floorDiv(at - START, 60 * SECOND) % 2 == 1;
    }

    private void simulate(int seconds, double powerSensorGain, ToDoubleFunction<Long> utilisation) {
        double joules = 5_000;
        double load = 0;
        for (int second = 0; second < seconds; second++) {
            Map<String, List<Double>> values = new TreeMap<>();
            List<Long> times = new ArrayList<>();
            for (long at = START + second * SECOND; at < START + (second + 1) * SECOND; at += TICK) {
                boolean builds = utilisation.applyAsDouble(at) > 50;
                boolean loaded = loadedFrom == null || at >= loadedFrom;
                double idle = loaded ? IDLE : UNLOADED;
                load = isBusy(at) || builds ? LOAD : Math.max(0, load - LOAD * TICK / SECOND);
                if (isBusy(at)) {
                    run.accept(at, at + TICK);
                }
                times.add(at);
                values.computeIfAbsent("energyJoules", name -> new ArrayList<>())
                        .add(joules);
                values.computeIfAbsent("powerMilliwatts", name -> new ArrayList<>())
                        .add(powerSensorGain * 1e3 * (idle + load));
                values.computeIfAbsent("gpuUtilisationPercent", name -> new ArrayList<>())
                        .add(isBusy(at) ? 95 : utilisation.applyAsDouble(at));
                if (loadedFrom != null) {
                    values.computeIfAbsent("processes", name -> new ArrayList<>())
                            .add(loaded ? 1.0 : 0.0);
                }
                joules += (idle + load) * TICK / SECOND;
            }
            samples.accept(batch(second, times, values), second);
        }
    }

    private static DeviceBatch batch(int second, List<Long> times, Map<String, List<Double>> values) {
        return DeviceBatch.newBuilder()
                .setDeviceId("gpu-0")
                .setSampler("nvml")
                .setFirstSequence(second)
                .setSampleAtNanos(times)
                .setChannels(List.of(
                        channel("energyJoules", "board", true, values),
                        channel("powerMilliwatts", "board-average", false, values),
                        channel("gpuUtilisationPercent", "gpu", false, values),
                        channel("processes", "gpu", false, values)))
                .build();
    }

    private static DeviceChannel channel(
            String quantity, String sensor, boolean counter, Map<String, List<Double>> values) {
        return DeviceChannel.newBuilder()
                .setQuantity(quantity)
                .setSensor(sensor)
                .setCounter(counter)
                .setValues(values.getOrDefault(quantity, List.of()))
                .build();
    }

    /** The panes from 100 s to 110 s, a thousand inferences each, joined as they are when they close. */
    private PaneSummary pane(DeviceIdle idle) {
        long from = START + 100 * SECOND;
        Pane pane = Pane.empty(from, from + 10 * SECOND, null);
        for (int i = 0; i < 1_000; i++) {
            pane.accept(i, from + i * SECOND / 100, 0, SECOND / 100, 0, 0, 0, 0);
        }
        samples.join(pane, "run-1", RunTime.of(null));
        SensorCheck.join(pane, samples);
        RunEnergy.join(pane, run, List.of(), samples);
        idle.account(pane.startNanos(), List.of(run), samples);
        idle.join(pane);
        return pane.summary();
    }

    private static EnergyRecord energy(PaneSummary pane) {
        return Objects.requireNonNull(EnergyRecords.of(pane, false, null, EnergyRecordsTest::noShare));
    }

    private static SharedEnergy.Share noShare() {
        throw new AssertionError("nothing to split");
    }

    @Test
    void of_givenIdleTimeBefore_isGrossAndNetOfIdle() {
        simulate(115, 1, at -> 0);
        EnergyRecord energy = energy(pane(new DeviceIdle(Long.MIN_VALUE)));
        assertThat(energy.getMethod()).isEqualTo(EnergyMethod.TURNS);
        assertThat(energy.getGrossJoulesPerInference()).isCloseTo((IDLE + LOAD) / 100, within(0.01));
        assertThat(energy.getNetJoulesPerInference()).isCloseTo(LOAD / 100, within(0.01));
        assertThat(energy.getIdleMilliwatts()).isCloseTo(1e3 * IDLE, within(100.0));
        assertThat(energy.getIdleSeconds()).isBetween(58.0, 60.0);
        assertThat(energy.getIdleAgeSeconds()).isCloseTo(50, within(0.1));
        assertThat(energy.getSensorDifference()).isCloseTo(0, within(1e-3));
        assertThat(energy.getDoubt()).isNull();
        assertThat(energy.getReason()).isEmpty();
    }

    @Test
    void of_givenAnEngineThatWaitsReady_isNetOfThatAndNotOfTheEmptyDevice() {
        loadedFrom = START + 30 * SECOND;
        simulate(115, 1, at -> 0);
        EnergyRecord energy = energy(pane(new DeviceIdle(Long.MIN_VALUE)));
        assertThat(energy.getIdleMilliwatts()).isCloseTo(1e3 * IDLE, within(200.0));
        assertThat(energy.getIdleSeconds()).isCloseTo(29, within(0.2));
        assertThat(energy.getReason()).isEmpty();
    }

    @Test
    void of_givenIdleTimeWithNothingOnTheDevice_isNetOfThatAndSaysSo() {
        loadedFrom = START + 60 * SECOND;
        simulate(115, 1, at -> 0);
        EnergyRecord energy = energy(pane(new DeviceIdle(Long.MIN_VALUE)));
        assertThat(energy.getIdleMilliwatts()).isCloseTo(1e3 * UNLOADED, within(100.0));
        assertThat(energy.getNetJoulesPerInference()).isCloseTo((IDLE - UNLOADED + LOAD) / 100, within(0.01));
        assertThat(energy.getReason()).startsWith("net of the idle device with nothing on it");
    }

    @Test
    void join_givenTimeBeforeAndAfterTheRun_takesGaugesOfTheRunAlone() {
        simulate(115, 1, at -> at < START + 103 * SECOND ? 7 : 0);
        long from = START + 100 * SECOND;
        Pane pane = Pane.empty(from, from + 10 * SECOND, null);
        samples.join(pane, "run-1", new RunTime(from + 3 * SECOND, from + 5 * SECOND));
        assertThat(pane.summary().device())
                .filteredOn(channel -> channel.quantity().equals("powerMilliwatts"))
                .singleElement()
                .satisfies(power -> assertThat(power.samples()).isEqualTo(40));
        assertThat(pane.summary().device())
                .filteredOn(channel -> channel.quantity().equals("energyJoules"))
                .singleElement()
                .satisfies(counter -> assertThat(counter.samples()).isEqualTo(200));
    }

    @Test
    void of_givenASensorWhoseReadingsBeginBeforeTheCounters_takesTheTimeThatBothCover() {
        List<Long> times = new ArrayList<>();
        List<Double> milliwatts = new ArrayList<>();
        for (long at = START - 5 * SECOND; at < START + 110 * SECOND; at += TICK) {
            times.add(at);
            milliwatts.add(1e3 * (isBusy(at) ? IDLE + LOAD : IDLE));
        }
        samples.accept(
                DeviceBatch.newBuilder()
                        .setDeviceId("gpu-0")
                        .setSampler("nvml-power")
                        .setFirstSequence(0)
                        .setSampleAtNanos(times)
                        .setChannels(List.of(channel(
                                "powerMilliwatts", "board-recorded", false, Map.of("powerMilliwatts", milliwatts))))
                        .build(),
                0);
        simulate(115, 1, at -> 0);
        EnergyRecord energy = energy(pane(new DeviceIdle(Long.MIN_VALUE)));
        assertThat(energy.getIdleMilliwatts()).isCloseTo(1e3 * IDLE, within(100.0));
        assertThat(energy.getIdleSeconds()).isBetween(58.0, 60.1);
    }

    @Test
    void of_givenBuildsWhileNoRunExecutes_doesNotTakeThemForIdle() {
        simulate(115, 1, at -> 80);
        EnergyRecord energy = energy(pane(new DeviceIdle(Long.MIN_VALUE)));
        assertThat(energy.getGrossJoulesPerInference()).isPositive();
        assertThat(energy.getNetJoulesPerInference()).isNull();
        assertThat(energy.getIdleSeconds()).isNull();
        assertThat(energy.getReason()).contains("no second without a run");
    }

    @Test
    void of_givenTimeThatNothingIsKnownOf_doesNotTakeItForIdle() {
        simulate(115, 1, at -> 0);
        EnergyRecord energy = energy(pane(new DeviceIdle(START + 50 * SECOND)));
        assertThat(energy.getIdleSeconds()).isBetween(9.0, 10.0);
        assertThat(energy(pane(new DeviceIdle(START + 99 * SECOND))).getNetJoulesPerInference())
                .isNull();
    }

    @Test
    void account_givenIdleTimeBetweenRuns_leavesOutWhileThePowerFades() {
        simulate(240, 1, at -> 0);
        DeviceIdle idle = new DeviceIdle(START + 70 * SECOND);
        for (int second = 80; second <= 240; second += 10) {
            idle.account(START + second * SECOND, List.of(run), samples);
        }
        Pane pane = Pane.empty(START, START + SECOND, null);
        idle.join(pane);
        assertThat(pane.summary().device()).hasSize(3);
        assertThat(pane.summary().device().get(0).last()).isCloseTo(1e3 * IDLE, within(100.0));
        assertThat(pane.summary().device().get(1).last()).isCloseTo(59, within(0.5));
    }

    @Test
    void of_givenSensorsThatDisagree_saysSo() {
        simulate(115, 1.2, at -> 0);
        EnergyRecord energy = energy(pane(new DeviceIdle(Long.MIN_VALUE)));
        assertThat(energy.getSensorDifference()).isCloseTo(1 - 1 / 1.2, within(1e-3));
        assertThat(energy.getDoubt())
                .isEqualTo("the energy counter says 1,440 J and the power sensor 1,728 J of the same time");
    }

    @Test
    void of_givenOthersOnTheGpu_isNotAttributable() {
        simulate(115, 1, at -> 0);
        PaneSummary pane = pane(new DeviceIdle(Long.MIN_VALUE));
        EnergyRecord energy =
                Objects.requireNonNull(EnergyRecords.of(pane, false, "MIG is on", EnergyRecordsTest::noShare));
        assertThat(energy.getMethod()).isEqualTo(EnergyMethod.NONE);
        assertThat(energy.getReason()).isEqualTo("not attributable: MIG is on");
        assertThat(energy.getGrossJoulesPerInference()).isNull();
    }

    @Test
    void of_givenNoSensor_isNull() {
        Pane pane = Pane.empty(0, SECOND, null);
        pane.accept(0, 0, 0, 1, 0, 0, 0, 0);
        assertThat(EnergyRecords.of(pane.summary(), true, null, EnergyRecordsTest::noShare))
                .isNull();
    }

    // Two runs at the same time, through the windows

    private static final double[] PARTS = {0.08, 0.2};

    private final WindowDriver driver = new WindowDriver(FlowSettings.defaults("test"));
    private final Run first = TestRecords.run("run-1", "device-1", "tvm");
    private final Run second = TestRecords.run("run-2", "device-1", "tensorrt");
    private double drawn;

    private void together(int panes, boolean varied, double processes) {
        driver.describe(first);
        driver.describe(second);
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < panes; i++) {
            long start = i * 10L * SECOND;
            int[] counts = {varied ? 100 + random.nextInt(900) : 500, varied ? 100 + random.nextInt(900) : 700};
            double joules = 10 * IDLE + PARTS[0] * counts[0] + PARTS[1] * counts[1] + 4 * random.nextDouble() - 2;
            driver.send(shared(first, start, counts[0], joules, processes));
            driver.send(shared(second, start, counts[1], joules, processes));
            drawn += joules;
        }
        driver.work();
    }

    private PaneRecord shared(Run of, long start, int count, double joules, double processes) {
        Pane pane = Pane.empty(start, start + 10 * SECOND, null);
        for (int i = 0; i < count; i++) {
            pane.accept(start / 1_000_000 + i, start + i * SECOND / 100, 0, 1_000_000, 0, 0, 0, 0);
        }
        pane.acceptDevice("energyJoules", "board", true, start, drawn);
        pane.acceptDevice("energyJoules", "board", true, start + 9 * SECOND, drawn + 0.9 * joules);
        pane.acceptDevice("processes", "gpu", false, start, processes);
        return PaneRecords.toRecord(RunIdentity.of(of), pane.summary(), PaneClose.NEXT_PANE);
    }

    @Test
    void windows_givenRunsAtTheSameTimeUnderUnequalLoad_splitTheEnergy() {
        together(40, true, 2);
        EnergyRecord energy = driver.lastWindow(first, "run").getEnergy();
        assertThat(energy.getMethod()).isEqualTo(EnergyMethod.REGRESSION);
        assertThat(energy.getPanes()).isEqualTo(39);
        assertThat(energy.getNetJoulesPerInference()).isCloseTo(PARTS[0], within(0.005));
        assertThat(PARTS[0]).isBetween(energy.getNetLow(), energy.getNetHigh());
        assertThat(energy.getIdleMilliwatts()).isCloseTo(1e3 * IDLE, within(1_000.0));
        assertThat(energy.getGrossJoulesPerInference()).isNull();
        assertThat(driver.lastWindow(second, "run").getEnergy().getNetJoulesPerInference())
                .isCloseTo(PARTS[1], within(0.005));
        assertThat(driver.replay().isEqual()).isTrue();
    }

    @Test
    void windows_givenRunsAtTheSameTimeUnderEqualLoad_refuse() {
        together(40, false, 2);
        EnergyRecord energy = driver.lastWindow(second, "run").getEnergy();
        assertThat(energy.getMethod()).isEqualTo(EnergyMethod.NONE);
        assertThat(energy.getReason()).startsWith("runs executed at the same time: the engines' inferences hardly");
    }

    @Test
    void windows_givenAForeignProcess_tellNoEnergyOfAnyWindow() {
        together(8, true, 3);
        assertThat(driver.windows()).isNotEmpty().allMatch(stats -> stats.getEnergyJoulesPerInference() == null);
        WindowStats window = driver.lastWindow(first, "1m");
        assertThat(window.getEnergy().getReason())
                .isEqualTo("not attributable: up to 3 processes were on the GPU, 2 of them ours: see nvidia-smi");
    }
}
