package io.soakline.produce.device;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Load and clocks of a Jetson's GPU, the clock of its memory, its power mode, and whether its clocks may move. */
final class JetsonClocks implements Reading {

    private static final String DEVFREQ = "sys/class/devfreq";
    private static final String GPU = ".*\\.(gpu|gp10b|gv11b|ga10b|gm20b)|gpu-gpc-\\d+";
    private static final String CPUFREQ = "sys/devices/system/cpu/cpufreq";
    private static final String NVPMODEL = "var/lib/nvpmodel/status";
    private static final List<String> LOADS = List.of(
            "sys/devices/platform/gpu.0/load", "sys/devices/gpu.0/load", "sys/devices/platform/17000000.gpu/load");
    private static final List<String> MEMORY_CLOCKS =
            List.of("sys/kernel/debug/bpmp/debug/clk/emc/rate", "sys/kernel/debug/clk/emc/clk_rate");

    private final SystemFiles files;
    private final List<String> gpus;
    private final @Nullable String load;
    private final @Nullable String memoryClock;
    private final List<Channel> channels = new ArrayList<>();

    JetsonClocks(SystemFiles files) {
        this.files = files;
        gpus = files.entries(DEVFREQ, GPU);
        List<String> loads = new ArrayList<>();
        gpus.forEach(gpu -> loads.add(DEVFREQ + "/" + gpu + "/device/load"));
        loads.addAll(LOADS);
        load = firstReadable(loads);
        memoryClock = firstReadable(MEMORY_CLOCKS);
        channels.add(offeredIf(load, "gpuUtilisationPercent", "gpu", "no readable load file of an integrated GPU"));
        channels.add(offeredIf(
                memoryClock,
                "frequencyMegahertz",
                "emc",
                "no readable clock of the memory controller below /sys/kernel/debug, which only root may read"));
        channels.add(offeredIf(modeText(), "nvpmodelMode", "board", files.refusal(NVPMODEL)));
        channels.add(offeredIf(locked(), "clocksLocked", "board", "no readable limits of clocks"));
        if (gpus.isEmpty()) {
            channels.add(Channel.notOffered("frequencyMegahertz", "gpu", "no GPU in /sys/class/devfreq"));
        }
        for (String gpu : gpus) {
            channels.add(Channel.gauge("frequencyMegahertz", gpus.size() == 1 ? "gpu" : gpu));
        }
    }

    private static Channel offeredIf(@Nullable Object there, String quantity, String sensor, @Nullable String reason) {
        return there == null
                ? Channel.notOffered(quantity, sensor, reason == null ? "not readable" : reason)
                : Channel.gauge(quantity, sensor);
    }

    private @Nullable String firstReadable(List<String> paths) {
        for (String path : paths) {
            if (!Double.isNaN(files.number(path))) {
                return path;
            }
        }
        return null;
    }

    /** Number of nvpmodel's mode, out of {@code pmode:0002}; null when it cannot be read. */
    private @Nullable Integer modeText() {
        String status = files.text(NVPMODEL);
        return status == null ? null : NvpModel.number(status);
    }

    /** What {@code jetson_clocks} does: lowest clock = highest, on every core and on the GPU. Null: nobody knows. */
    @Nullable
    Boolean locked() {
        List<Boolean> all = new ArrayList<>();
        for (String policy : files.entries(CPUFREQ, "policy\\d+")) {
            String folder = CPUFREQ + "/" + policy + "/scaling_";
            addEqual(all, folder + "min_freq", folder + "max_freq");
        }
        for (String gpu : gpus) {
            String folder = DEVFREQ + "/" + gpu + "/";
            addEqual(all, folder + "min_freq", folder + "max_freq");
        }
        return all.isEmpty() ? null : !all.contains(false);
    }

    private void addEqual(List<Boolean> all, String lowest, String highest) {
        double low = files.number(lowest);
        double high = files.number(highest);
        if (!Double.isNaN(low) && !Double.isNaN(high)) {
            all.add(low == high);
        }
    }

    @Override
    public List<Channel> channels() {
        return List.copyOf(channels);
    }

    @Override
    public void read(long monotonicNanos, double[] values, int offset) {
        // In thousandths.
        values[offset] = load == null ? Double.NaN : files.number(load) / 10;
        values[offset + 1] = memoryClock == null ? Double.NaN : files.number(memoryClock) / 1e6;
        Integer mode = modeText();
        values[offset + 2] = mode == null ? Double.NaN : mode;
        Boolean locked = locked();
        values[offset + 3] = locked == null ? Double.NaN : locked ? 1 : 0;
        for (int i = 0; i < gpus.size(); i++) {
            values[offset + 4 + i] = files.number(DEVFREQ + "/" + gpus.get(i) + "/cur_freq") / 1e6;
        }
    }
}
