package io.soakline.produce.device;

import java.util.ArrayList;
import java.util.List;

/** Clock of each core: from cpufreq, or from {@code /proc/cpuinfo} where virtual machines show a constant. */
final class CpuFrequency implements Reading {

    private static final String QUANTITY = "frequencyMegahertz";
    private static final String CPUFREQ = "sys/devices/system/cpu/";

    private final SystemFiles files;
    private final List<Channel> channels = new ArrayList<>();
    private final boolean scaling;

    CpuFrequency(SystemFiles files) {
        this.files = files;
        for (String cpu : files.entries(CPUFREQ, "cpu\\d+")) {
            if (!Double.isNaN(files.number(scalingFile(cpu)))) {
                channels.add(Channel.gauge(QUANTITY, cpu));
            }
        }
        scaling = !channels.isEmpty();
        if (!scaling) {
            List<Double> clocks = cpuinfo();
            for (int i = 0; i < clocks.size(); i++) {
                // What the kernel shows here may be measured, or be what the hypervisor announced at the start.
                channels.add(new Channel(QUANTITY, "cpu" + i, false, null, null));
            }
        }
        if (channels.isEmpty()) {
            channels.add(Channel.notOffered(QUANTITY, "cpu", "neither cpufreq nor a clock in /proc/cpuinfo"));
        }
    }

    private static String scalingFile(String cpu) {
        return CPUFREQ + cpu + "/cpufreq/scaling_cur_freq";
    }

    @Override
    public List<Channel> channels() {
        return List.copyOf(channels);
    }

    @Override
    public void read(long monotonicNanos, double[] values, int offset) {
        if (scaling) {
            for (int i = 0; i < channels.size(); i++) {
                values[offset + i] = files.number(scalingFile(channels.get(i).sensor())) / 1000;
            }
            return;
        }
        List<Double> clocks = cpuinfo();
        for (int i = 0; i < Math.min(clocks.size(), channels.size()); i++) {
            values[offset + i] = clocks.get(i);
        }
    }

    private List<Double> cpuinfo() {
        List<Double> clocks = new ArrayList<>();
        for (String line : files.lines("proc/cpuinfo")) {
            if (line.startsWith("cpu MHz")) {
                clocks.add(
                        Double.parseDouble(line.substring(line.indexOf(':') + 1).strip()));
            }
        }
        return clocks;
    }
}
