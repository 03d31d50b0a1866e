package io.soakline.produce.device;

import java.util.List;

/**
 * Share of time in which some task stood still for want of a resource, as a mean since the reading before, from the
 * running total of {@code /proc/pressure}.
 */
final class Pressure implements Reading {

    private final SystemFiles files;
    private final String file;
    private final Channel channel;
    private double lastMicros = Double.NaN;
    private long lastNanos;

    /** @param resource {@code cpu}, {@code memory} or {@code io} */
    Pressure(SystemFiles files, String resource) {
        this.files = files;
        file = "proc/pressure/" + resource;
        String quantity = resource + "PressurePercent";
        channel = Double.isNaN(totalMicros())
                ? Channel.notOffered(quantity, resource, "no /" + file + ": kernel without pressure stall information")
                : Channel.mean(quantity, resource);
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
        for (String line : files.lines(file)) {
            if (line.startsWith("some ")) {
                int total = line.indexOf("total=");
                return total < 0 ? Double.NaN : Double.parseDouble(line.substring(total + "total=".length()));
            }
        }
        return Double.NaN;
    }
}
