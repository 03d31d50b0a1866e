package io.soakline.produce.device;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Utilisation of all cores together ({@code cpu}) and of each, and the share stolen by the hypervisor, as means since
 * the reading before, from {@code /proc/stat}. Its unit is a tick of 10 ms: over 250 ms a core's figure is good to 4
 * percentage points.
 */
final class CpuTimes implements Reading {

    private static final String FILE = "proc/stat";
    private static final int IDLE = 3;
    private static final int IOWAIT = 4;
    private static final int STEAL = 7;
    /** Guest times, which follow, are contained in the first two. */
    private static final int COUNTED = 8;

    private final SystemFiles files;
    private final List<String> cpus = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();
    private Map<String, long[]> last;

    CpuTimes(SystemFiles files) {
        this.files = files;
        last = times();
        for (String line : files.lines(FILE)) {
            if (line.startsWith("cpu")) {
                cpus.add(line.substring(0, line.indexOf(' ')));
            }
        }
        for (String cpu : cpus) {
            channels.add(Channel.mean("cpuUtilisationPercent", cpu));
        }
        if (cpus.isEmpty()) {
            channels.add(Channel.notOffered("cpuUtilisationPercent", "cpu", "no /proc/stat: not a Linux host"));
            channels.add(Channel.notOffered("cpuStealPercent", "cpu", "no /proc/stat: not a Linux host"));
        } else {
            channels.add(Channel.mean("cpuStealPercent", "cpu"));
        }
    }

    @Override
    public List<Channel> channels() {
        return List.copyOf(channels);
    }

    @Override
    public void read(long monotonicNanos, double[] values, int offset) {
        if (cpus.isEmpty()) {
            return;
        }
        Map<String, long[]> now = times();
        for (int i = 0; i < cpus.size(); i++) {
            values[offset + i] = 100 - percent(now, cpus.get(i), IDLE) - percent(now, cpus.get(i), IOWAIT);
        }
        values[offset + cpus.size()] = percent(now, "cpu", STEAL);
        last = now;
    }

    /** Share of one kind of time since the last reading; NaN when no time passed or the core is offline. */
    private double percent(Map<String, long[]> now, String cpu, int kind) {
        long[] before = last.get(cpu);
        long[] after = now.get(cpu);
        if (before == null || after == null) {
            return Double.NaN;
        }
        long all = 0;
        for (int i = 0; i < COUNTED; i++) {
            all += after[i] - before[i];
        }
        return all <= 0 ? Double.NaN : 100.0 * Math.max(0, after[kind] - before[kind]) / all;
    }

    private Map<String, long[]> times() {
        Map<String, long[]> times = new HashMap<>();
        for (String line : files.lines(FILE)) {
            if (line.startsWith("cpu")) {
                String[] words = line.split("\\s+", -1);
                long[] kinds = new long[COUNTED];
                for (int i = 0; i < COUNTED && i + 1 < words.length; i++) {
                    kinds[i] = Long.parseLong(words[i + 1]);
                }
                times.put(words[0], kinds);
            }
        }
        return times;
    }
}
