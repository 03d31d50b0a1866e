package io.soakline.produce.soak;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Steal time, interrupts and clock of the cores that a soak thread is bound to, as means since the reading before (the
 * clock: as it is). The kernel counts in ticks of 10 ms. Used by one thread.
 */
final class CoreShares implements AutoCloseable {

    /** Columns of {@code /proc/stat} after the core's name: user, nice, system, idle, iowait, irq, softirq, steal. */
    private static final int KINDS = 8;

    private static final int INTERRUPT = 5;
    private static final int SOFT_INTERRUPT = 6;
    private static final int STEAL = 7;
    private static final int BYTES_PER_CORE = 160;

    private final BitSet cores;
    private final @Nullable KernelFile stat;
    private final @Nullable KernelFile clock;
    private long[] last = new long[KINDS];
    private long[] now = new long[KINDS];

    CoreShares(BitSet cores, Path root) {
        this.cores = cores;
        // The cores come first in the file; the long lists of interrupts behind them are not read.
        stat = KernelFile.open(
                root.resolve("proc/stat"),
                BYTES_PER_CORE * (Runtime.getRuntime().availableProcessors() + cores.length() + 1));
        clock = KernelFile.open(
                root.resolve("sys/devices/system/cpu/cpu" + cores.nextSetBit(0) + "/cpufreq/scaling_cur_freq"), 32);
        read();
    }

    /** Reads all of it. */
    void read() {
        long[] spare = last;
        last = now;
        now = spare;
        Arrays.fill(now, 0);
        if (stat != null) {
            stat.text().lines().takeWhile(line -> line.startsWith("cpu")).forEach(this::add);
        }
    }

    private void add(String line) {
        String[] words = line.split(" +", -1);
        if (words[0].length() > 3 && cores.get(Integer.parseInt(words[0].substring(3)))) {
            for (int i = 0; i < KINDS && i + 1 < words.length; i++) {
                now[i] += Long.parseLong(words[i + 1]);
            }
        }
    }

    double stealPercent() {
        return percent(STEAL);
    }

    double interruptPercent() {
        return (percent(INTERRUPT) + percent(SOFT_INTERRUPT));
    }

    /** NaN when no tick passed. */
    private double percent(int kind) {
        long all = 0;
        for (int i = 0; i < KINDS; i++) {
            all += now[i] - last[i];
        }
        return all <= 0 ? Double.NaN : 100.0 * Math.max(0, now[kind] - last[kind]) / all;
    }

    /** NaN when not offered. */
    double clockMegahertz() {
        long kilohertz = clock == null ? -1 : clock.number();
        return kilohertz < 0 ? Double.NaN : kilohertz / 1e3;
    }

    @Override
    public void close() {
        if (stat != null) {
            stat.close();
        }
        if (clock != null) {
            clock.close();
        }
    }
}
