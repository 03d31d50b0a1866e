package io.soakline.produce.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of a Jetson as its kernels show them, below a folder. */
final class JetsonTree {

    private JetsonTree() {}

    /** AGX Orin with JetPack 6: hwmon. */
    static HostTree orin(Path root) throws IOException {
        String chip = "sys/bus/i2c/drivers/ina3221/1-0040/hwmon/hwmon3/";
        HostTree tree = new HostTree(root)
                .file("etc/nv_tegra_release", "# R36 (release), REVISION: 4.4, GCID: 1, BOARD: generic")
                .file("proc/device-tree/compatible", "nvidia,p3737-0000+p3701-0005\0nvidia,tegra234\0")
                .file("proc/device-tree/model", "NVIDIA Jetson AGX Orin Developer Kit\0")
                .file(chip + "update_interval", "2")
                .file("sys/class/thermal/thermal_zone0/type", "cpu-thermal")
                .file("sys/class/thermal/thermal_zone0/temp", "49062")
                .file("sys/class/devfreq/17000000.gpu/device/load", "375")
                .file("var/lib/nvpmodel/status", "pmode:0002")
                .file("etc/nvpmodel.conf", "< POWER_MODEL ID=0 NAME=MAXN >\n< POWER_MODEL ID=2 NAME=MODE_30W >")
                .file("sys/kernel/debug/bpmp/debug/clk/emc/rate", "3199000000");
        rail(tree, chip, 1, "VDD_GPU_SOC", 19_000, 500);
        rail(tree, chip, 2, "NC", 0, 0);
        rail(tree, chip, 3, "VIN_SYS_5V0", 5_000, 940);
        tree.file(chip + "in3_enable", "0");
        return clocks(tree, "sys/class/devfreq/17000000.gpu/", 306_000_000, 1_300_500_000);
    }

    static HostTree clocks(HostTree tree, String gpu, long lowest, long highest) throws IOException {
        return tree.file(gpu + "cur_freq", "612000000")
                .file(gpu + "min_freq", Long.toString(lowest))
                .file(gpu + "max_freq", Long.toString(highest))
                .file("sys/devices/system/cpu/cpufreq/policy0/scaling_min_freq", "2201600")
                .file("sys/devices/system/cpu/cpufreq/policy0/scaling_max_freq", "2201600");
    }

    private static void rail(HostTree tree, String chip, int i, String label, int millivolts, int milliamperes)
            throws IOException {
        tree.file(chip + "in" + i + "_label", label)
                .file(chip + "in" + i + "_input", Integer.toString(millivolts))
                .file(chip + "curr" + i + "_input", Integer.toString(milliamperes));
    }

    /** Nano with JetPack 4: iio. */
    static HostTree nano(Path root) throws IOException {
        String chip = "sys/bus/i2c/drivers/ina3221x/6-0040/iio:device0/";
        return new HostTree(root)
                .file("etc/nv_tegra_release", "# R32 (release), REVISION: 7.1, GCID: 1, BOARD: t210ref")
                .file(chip + "rail_name_0", "POM_5V_IN")
                .file(chip + "in_voltage0_input", "5040")
                .file(chip + "in_current0_input", "420")
                .file(chip + "in_power0_input", "2116")
                .file("sys/devices/gpu.0/load", "120");
    }

    static void tool(Path root, String name, String script) throws IOException {
        Path file = root.resolve("usr/bin").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
    }
}
