package io.soakline.produce.device;

import java.util.List;

/**
 * Share of time in which some task waited for a core, as a mean since the reading before, from the running total of
 * {@code /proc/pressure/cpu}.
 */
final class CpuPressure implements Reading {

    private static final String FILE = "proc/pressure/cpu";

    private final SystemFiles files;
    private final Channel channel;
    private double lastMicros = Double.NaN;
    private long lastNanos;

    CpuPressure(SystemFiles files) {
        this.files = files;
        channel = Double.isNaN(totalMicros())
                ? Channel.notOffered(
                        "cpuPressurePercent", "cpu", "no /proc/pressure/cpu: kernel without pressure stall information")
                : Channel.mean("cpuPressurePercent", "cpu");
    }

    @Override
    public List<Channel> channels() {
        return List.of(channel);
    }

    @Override
    public void read(long monotonicNanos, double[] values, int offset) {
        double micros = totalMicros();
        double elapsedMicros = (monotonicNanos - lastNanos) / 1000.0;
        if (elapsedMicros > 0 && !Double.isNaN(lastMicros)) {
            values[offset] = Math.min(100, 100 * (micros - lastMicros) / elapsedMicros);
        }
        lastMicros = micros;
        lastNanos = monotonicNanos;
    }

    private double totalMicros() {
        for (String line : files.lines(FILE)) {
            if (line.startsWith("some ")) {
                int total = line.indexOf("total=");
                return total < 0 ? Double.NaN : Double.parseDouble(line.substring(total + "total=".length()));
            }
        }
        return Double.NaN;
    }
}
