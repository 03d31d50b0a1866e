package io.soakline.produce.device;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From {@code /proc/stat}, as means since the reading before: utilisation of all cores together ({@code cpu}) and of each,
 * and of all cores the shares stolen by the hypervisor and spent in interrupts; the running total of context switches; and the
 * tasks that are running or want to.
 *
 * <p>Its unit is a tick of 10 ms: over 100 ms a core's figure is good to 10 percentage points. A core that was offline
 * when the sampler began is not shown.
 */
final class CpuTimes implements Reading {

    private static final String FILE = "proc/stat";
    private static final int IDLE = 3;
    private static final int IOWAIT = 4;
    private static final int INTERRUPT = 5;
    private static final int SOFT_INTERRUPT = 6;
    private static final int STEAL = 7;
    /** Guest times, which follow, are contained in the first two. */
    private static final int COUNTED = 8;

    private static final String[] SHARES = {"cpuStealPercent", "cpuInterruptPercent"};
    private static final String[] TOTALS = {"ctxt", "procs_running"};

    private final SystemFiles files;
    private final Map<String, Integer> indices = new LinkedHashMap<>();
    private final List<Channel> channels = new ArrayList<>();
    private long[][] last;
    private long[][] now;
    private final double[] totals = new double[TOTALS.length];

    CpuTimes(SystemFiles files) {
        this.files = files;
        for (String line : files.lines(FILE)) {
            if (line.startsWith("cpu")) {
                indices.put(line.substring(0, line.indexOf(' ')), indices.size());
            }
        }
        last = new long[indices.size()][COUNTED];
        now = new long[indices.size()][COUNTED];
        readAll();
        for (String cpu : indices.keySet()) {
            channels.add(Channel.mean("cpuUtilisationPercent", cpu));
        }
        if (indices.isEmpty()) {
            String reason = "no /proc/stat: not a Linux host";
            channels.add(Channel.notOffered("cpuUtilisationPercent", "cpu", reason));
            for (String share : SHARES) {
                channels.add(Channel.notOffered(share, "cpu", reason));
            }
            return;
        }
        for (String share : SHARES) {
            channels.add(Channel.mean(share, "cpu"));
        }
        channels.add(Channel.counter("contextSwitches", "cpu"));
        channels.add(Channel.gauge("runnableTasks", "host"));
    }

    @Override
    public List<Channel> channels() {
        return List.copyOf(channels);
    }

    @Override
    public void read(long monotonicNanos, double[] values, int offset) {
        if (indices.isEmpty()) {
            return;
        }
        readAll();
        int at = offset;
        for (int cpu = 0; cpu < indices.size(); cpu++) {
            values[at++] = 100 - percent(cpu, IDLE) - percent(cpu, IOWAIT);
        }
        values[at++] = percent(0, STEAL);
        values[at++] = percent(0, INTERRUPT) + percent(0, SOFT_INTERRUPT);
        System.arraycopy(totals, 0, values, at, totals.length);
    }

    /** Share of one kind of time since the last reading; NaN when no time passed or the core is offline. */
    private double percent(int cpu, int kind) {
        long all = 0;
        for (int i = 0; i < COUNTED; i++) {
            all += now[cpu][i] - last[cpu][i];
        }
        return all <= 0 ? Double.NaN : 100.0 * Math.max(0, now[cpu][kind] - last[cpu][kind]) / all;
    }

    private void readAll() {
        long[][] spare = last;
        last = now;
        now = spare;
        Arrays.fill(totals, Double.NaN);
        for (int cpu = 0; cpu < now.length; cpu++) {
            // A core that is offline has no line: it stands still.
            System.arraycopy(last[cpu], 0, now[cpu], 0, COUNTED);
        }
        for (String line : files.lines(FILE)) {
            if (line.startsWith("cpu")) {
                readCpu(line);
            } else {
                readTotal(line);
            }
        }
    }

    private void readCpu(String line) {
        int end = line.indexOf(' ');
        Integer cpu = indices.get(line.substring(0, end));
        if (cpu != null) {
            Numbers numbers = new Numbers(line, end);
            for (int i = 0; i < COUNTED; i++) {
                now[cpu][i] = numbers.next();
            }
        }
    }

    private void readTotal(String line) {
        for (int i = 0; i < TOTALS.length; i++) {
            if (line.startsWith(TOTALS[i]) && line.startsWith(" ", TOTALS[i].length())) {
                totals[i] = new Numbers(line, TOTALS[i].length()).next();
            }
        }
    }

    /** The whole numbers of a line, one after the other. */
    private static final class Numbers {

        private final String line;
        private int at;

        Numbers(String line, int from) {
            this.line = line;
            at = from;
        }

        /** 0 when there are no more. */
        long next() {
            while (at < line.length() && line.charAt(at) == ' ') {
                at++;
            }
            long number = 0;
            while (at < line.length() && line.charAt(at) != ' ') {
                number = 10 * number + line.charAt(at++) - '0';
            }
            return number;
        }
    }
}
