package io.soakline.produce.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of {@code /proc} and {@code /sys} as two kinds of host show them, below a folder. */
final class HostTree {

    private final Path root;

    HostTree(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    HostTree file(String path, String contents) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, contents + "\n");
        return this;
    }

    /** A virtual machine with two cores: no cpufreq, no thermal zone, no RAPL. */
    static HostTree virtualMachine(Path root) throws IOException {
        return new HostTree(root)
                .file("proc/stat", stat(0, 0, 0, 0))
                .file("proc/loadavg", "1.25 0.80 0.60 3/412 20718")
                .file(
                        "proc/meminfo",
                        "MemTotal:       24685396 kB\nMemFree:        20000000 kB\nMemAvailable:   22637396 kB")
                .file("proc/pressure/cpu", pressure(1_000_000))
                .file("proc/pressure/memory", pressure(2_000_000))
                .file("proc/pressure/io", pressure(3_000_000))
                .file(
                        "proc/cpuinfo",
                        "processor\t: 0\nmodel name\t: AMD EPYC\nmicrocode\t: 0x1000065\ncpu MHz\t\t: 2596.130\n"
                                + "flags\t\t: fpu sse4_2 avx avx2 fma hypervisor\n\nprocessor\t: 1\ncpu MHz\t\t: 2600.000");
    }

    /** A workstation that offers everything. */
    static HostTree workstation(Path root) throws IOException {
        HostTree tree = virtualMachine(root)
                .file("sys/class/thermal/thermal_zone0/type", "acpitz")
                .file("sys/class/thermal/thermal_zone0/temp", "27800")
                .file("sys/class/thermal/thermal_zone10/type", "x86_pkg_temp")
                .file("sys/class/thermal/thermal_zone10/temp", "61000")
                .file("sys/devices/system/cpu/cpu0/cache/index0/level", "1")
                .file("sys/devices/system/cpu/cpu0/cache/index0/type", "Data")
                .file("sys/devices/system/cpu/cpu0/cache/index0/size", "48K")
                .file("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance");
        for (int cpu = 0; cpu < 2; cpu++) {
            tree.file("sys/devices/system/cpu/cpu" + cpu + "/cpufreq/scaling_cur_freq", "3400000")
                    .thermal(cpu, 4, 7);
        }
        tree.file("proc/self/cgroup", "0::/soak/run")
                .file("sys/fs/cgroup/soak/run/cpu.stat", cpuStat(0))
                .file("sys/fs/cgroup/soak/cpu.stat", cpuStat(500))
                .file("sys/class/powercap/intel-rapl:0/constraint_0_power_limit_uw", "65000000");
        return tree.rapl("intel-rapl:0", "package-0", 1_000_000).rapl("intel-rapl:0:0", "core", 400_000);
    }

    HostTree thermal(int cpu, long core, long packages) throws IOException {
        String folder = "sys/devices/system/cpu/cpu" + cpu + "/thermal_throttle/";
        return file(folder + "core_throttle_count", Long.toString(core))
                .file(folder + "package_throttle_count", Long.toString(packages));
    }

    static String cpuStat(long throttledMicros) {
        return "usage_usec 1000\nnr_periods 10\nnr_throttled 3\nthrottled_usec " + throttledMicros;
    }

    HostTree rapl(String zone, String name, long microjoules) throws IOException {
        return file("sys/class/powercap/" + zone + "/name", name)
                .file("sys/class/powercap/" + zone + "/energy_uj", Long.toString(microjoules))
                .file("sys/class/powercap/" + zone + "/max_energy_range_uj", "262143328850");
    }

    /** Ticks of two cores: each has user and idle time; the first line adds them up. */
    static String stat(long user0, long idle0, long user1, long idle1) {
        return "cpu  " + (100 + user0 + user1) + " 0 0 " + (1000 + idle0 + idle1) + " 0 0 0 0 0 0\n"
                + "cpu0 " + (50 + user0) + " 0 0 " + (500 + idle0) + " 0 0 0 0 0 0\n"
                + "cpu1 " + (50 + user1) + " 0 0 " + (500 + idle1) + " 0 0 0 0 0 0\n"
                + "intr 1 2 3\nctxt " + (5 + user0 + user1)
                + "\nbtime 1\nprocs_running 3\nprocs_blocked 0\nsoftirq 7 1 2";
    }

    static String pressure(long totalMicros) {
        return "some avg10=0.00 avg60=0.00 avg300=0.00 total=" + totalMicros
                + "\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0";
    }
}
