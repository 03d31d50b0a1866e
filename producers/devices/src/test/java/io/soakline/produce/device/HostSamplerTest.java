package io.soakline.produce.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostSamplerTest {

    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path root;

    private static double value(HostSampler sampler, double[] sample, String quantity, String sensor) {
        return sample[indexOf(sampler, quantity, sensor)];
    }

    private static int indexOf(HostSampler sampler, String quantity, String sensor) {
        for (int i = 0; i < sampler.describe().size(); i++) {
            Channel channel = sampler.describe().get(i);
            if (channel.quantity().equals(quantity) && channel.sensor().equals(sensor)) {
                return i;
            }
        }
        throw new AssertionError("no channel " + quantity + " at " + sensor + " in " + sampler.describe());
    }

    @Test
    void utilisation_givenTicksBetweenSamples_isTheBusyShare() throws IOException {
        HostTree tree = HostTree.virtualMachine(root);
        HostSampler sampler = new HostSampler(root);
        tree.file("proc/stat", HostTree.stat(20, 5, 0, 25));
        double[] sample = sampler.sample(SECOND);
        assertThat(value(sampler, sample, "cpuUtilisationPercent", "cpu0")).isCloseTo(80, within(1e-9));
        assertThat(value(sampler, sample, "cpuUtilisationPercent", "cpu1")).isZero();
        assertThat(value(sampler, sample, "cpuUtilisationPercent", "cpu")).isCloseTo(40, within(1e-9));
        assertThat(value(sampler, sample, "cpuStealPercent", "cpu")).isZero();
    }

    @Test
    void utilisation_givenNoTickSinceTheLastSample_isNanAndNotZero() throws IOException {
        HostTree.virtualMachine(root);
        HostSampler sampler = new HostSampler(root);
        assertThat(value(sampler, sampler.sample(SECOND), "cpuUtilisationPercent", "cpu"))
                .isNaN();
    }

    @Test
    void steal_givenStolenTicks_isTheirShare() throws IOException {
        HostTree tree = HostTree.virtualMachine(root);
        HostSampler sampler = new HostSampler(root);
        tree.file(
                "proc/stat",
                "cpu  130 0 0 1060 0 0 0 10 0 0\ncpu0 65 0 0 530 0 0 0 5 0 0\ncpu1 65 0 0 530 0 0 0 5 0 0");
        assertThat(value(sampler, sampler.sample(SECOND), "cpuStealPercent", "cpu"))
                .isCloseTo(10, within(1e-9));
    }

    @Test
    void pressure_isTheShareOfTimeSinceTheLastSample() throws IOException {
        HostTree tree = HostTree.virtualMachine(root);
        HostSampler sampler = new HostSampler(root);
        assertThat(value(sampler, sampler.sample(SECOND), "cpuPressurePercent", "cpu"))
                .isNaN();
        tree.file("proc/pressure/cpu", HostTree.pressure(1_125_000));
        assertThat(value(sampler, sampler.sample(SECOND + SECOND / 4), "cpuPressurePercent", "cpu"))
                .isCloseTo(50, within(1e-9));
    }

    @Test
    void interruptsAndRunnableTasks_areReadBesideUtilisation() throws IOException {
        HostTree tree = HostTree.virtualMachine(root);
        HostSampler sampler = new HostSampler(root);
        tree.file(
                "proc/stat",
                "cpu  150 0 0 1030 0 5 15 0 0 0\ncpu0 75 0 0 515 0 5 5 0 0 0\ncpu1 75 0 0 515 0 0 10 0 0 0\n"
                        + "ctxt 1234\nprocs_running 9");
        double[] sample = sampler.sample(SECOND);
        assertThat(value(sampler, sample, "cpuInterruptPercent", "cpu")).isCloseTo(20, within(1e-9));
        assertThat(value(sampler, sample, "contextSwitches", "cpu")).isEqualTo(1234);
        assertThat(value(sampler, sample, "runnableTasks", "host")).isEqualTo(9);
    }

    @Test
    void coreThatGoesOffline_readsNanAndTheOthersStayInPlace() throws IOException {
        HostTree tree = HostTree.virtualMachine(root);
        HostSampler sampler = new HostSampler(root);
        tree.file("proc/stat", "cpu  130 0 0 1010 0 0 0 0 0 0\ncpu1 60 0 0 530 0 0 0 0 0 0\nctxt 5\nprocs_running 1");
        double[] sample = sampler.sample(SECOND);
        assertThat(value(sampler, sample, "cpuUtilisationPercent", "cpu0")).isNaN();
        assertThat(value(sampler, sample, "cpuUtilisationPercent", "cpu1")).isCloseTo(25, within(1e-9));
    }

    @Test
    void memoryAndDiskPressure_areReadAsCpuPressureIs() throws IOException {
        HostTree tree = HostTree.virtualMachine(root);
        HostSampler sampler = new HostSampler(root);
        sampler.sample(SECOND);
        tree.file("proc/pressure/memory", HostTree.pressure(2_050_000))
                .file("proc/pressure/io", HostTree.pressure(3_025_000));
        double[] sample = sampler.sample(SECOND + SECOND / 10);
        assertThat(value(sampler, sample, "memoryPressurePercent", "memory")).isCloseTo(50, within(1e-9));
        assertThat(value(sampler, sample, "ioPressurePercent", "io")).isCloseTo(25, within(1e-9));
    }

    @Test
    void throttling_addsTheQuotasOfAllGroupsAboveAndTheHeatOfAllCores() throws IOException {
        HostTree tree = HostTree.workstation(root);
        HostSampler sampler = new HostSampler(root);
        double[] first = sampler.sample(SECOND);
        assertThat(value(sampler, first, "cgroupThrottledPercent", "cgroup")).isNaN();
        assertThat(value(sampler, first, "thermalThrottleEvents", "cpu")).isEqualTo(22);
        tree.file("sys/fs/cgroup/soak/run/cpu.stat", HostTree.cpuStat(10_000))
                .file("sys/fs/cgroup/soak/cpu.stat", HostTree.cpuStat(20_500))
                .thermal(1, 5, 7);
        double[] second = sampler.sample(SECOND + SECOND / 10);
        assertThat(value(sampler, second, "cgroupThrottledPercent", "cgroup")).isCloseTo(30, within(1e-9));
        assertThat(value(sampler, second, "thermalThrottleEvents", "cpu")).isEqualTo(23);
        sampler.close();
    }

    @Test
    void powerLimit_isReadOfPackagesThatHaveOne() throws IOException {
        HostTree.workstation(root);
        HostSampler sampler = new HostSampler(root);
        assertThat(value(sampler, sampler.sample(0), "powerLimitWatts", "package-0"))
                .isEqualTo(65);
    }

    @Test
    void memoryLoadAndClock_areReadAsTheKernelShowsThem() throws IOException {
        HostTree.virtualMachine(root);
        HostSampler sampler = new HostSampler(root);
        double[] sample = sampler.sample(SECOND);
        assertThat(value(sampler, sample, "memoryUsedMebibytes", "host")).isEqualTo(2000);
        assertThat(value(sampler, sample, "loadAverage", "host")).isEqualTo(1.25);
        assertThat(value(sampler, sample, "frequencyMegahertz", "cpu1")).isEqualTo(2600);
    }

    @Test
    void virtualMachine_doesNotOfferTemperatureAndEnergyAndSaysWhy() throws IOException {
        HostTree.virtualMachine(root);
        HostSampler sampler = new HostSampler(root);
        for (String quantity : new String[] {"temperatureCelsius", "energyJoules", "thermalThrottleEvents"}) {
            Channel channel = sampler.describe().stream()
                    .filter(c -> c.quantity().equals(quantity))
                    .findFirst()
                    .orElseThrow();
            assertThat(channel.offered()).isFalse();
            assertThat(channel.notOffered()).contains("virtual machines");
        }
        assertThat(sampler.check().good()).isTrue();
        assertThat(sampler.check().message()).contains("energyJoules not offered");
    }

    @Test
    void workstation_offersTemperaturesInZoneOrderAndScalingClocks() throws IOException {
        HostTree.workstation(root);
        HostSampler sampler = new HostSampler(root);
        double[] sample = sampler.sample(SECOND);
        assertThat(value(sampler, sample, "temperatureCelsius", "acpitz/0")).isEqualTo(27.8);
        assertThat(value(sampler, sample, "temperatureCelsius", "x86_pkg_temp/10"))
                .isEqualTo(61);
        assertThat(value(sampler, sample, "frequencyMegahertz", "cpu0")).isEqualTo(3400);
    }

    @Test
    void energy_countsEachZoneOnItsOwn() throws IOException {
        HostTree tree = HostTree.workstation(root);
        HostSampler sampler = new HostSampler(root);
        sampler.sample(0);
        tree.rapl("intel-rapl:0", "package-0", 13_500_000).rapl("intel-rapl:0:0", "core", 5_400_000);
        double[] sample = sampler.sample(SECOND);
        assertThat(value(sampler, sample, "energyJoules", "package-0")).isEqualTo(12.5);
        assertThat(value(sampler, sample, "energyJoules", "package-0/core")).isEqualTo(5);
        assertThat(sampler.describe()
                        .get(indexOf(sampler, "energyJoules", "package-0"))
                        .counter())
                .isTrue();
    }

    @Test
    void sensorThatDisappears_readsNan() throws IOException {
        HostTree.workstation(root);
        HostSampler sampler = new HostSampler(root);
        Files.delete(root.resolve("sys/class/thermal/thermal_zone0/temp"));
        assertThat(value(sampler, sampler.sample(SECOND), "temperatureCelsius", "acpitz/0"))
                .isNaN();
    }

    @Test
    void hostWithoutProc_offersNothingAndSaysSo() {
        HostSampler sampler = new HostSampler(root);
        assertThat(sampler.describe()).isNotEmpty().noneMatch(Channel::offered);
        assertThat(sampler.sample(0)).containsOnly(Double.NaN);
        assertThat(sampler.check().good()).isFalse();
    }

    @Test
    void fingerprint_givenWorkstation_holdsWhatMakesLatenciesComparable() throws IOException {
        HostTree.workstation(root);
        Map<String, String> facts = DeviceFingerprint.read(root);
        assertThat(facts)
                .containsEntry("cpuModel", "AMD EPYC")
                .containsEntry("cpuFlags", "avx avx2 fma sse4_2")
                .containsEntry("caches", "L1 Data 48K")
                .containsEntry("memoryMebibytes", "24107")
                .containsEntry("cpuGovernor", "performance")
                .containsEntry("virtualisation", "hypervisor, kind not visible")
                .doesNotContainKey("board");
    }

    @Test
    void fingerprint_ofThisHost_namesKernelAndJvm() {
        assertThat(DeviceFingerprint.read()).containsKeys("kernel", "jvm", "architecture", "cores");
    }
}
