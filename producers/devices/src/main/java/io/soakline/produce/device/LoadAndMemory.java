package io.soakline.produce.device;

import java.util.List;

/** Load average over a minute, and memory that is not available to new programs. */
final class LoadAndMemory implements Reading {

    private static final long MINUTE_NANOS = 60_000_000_000L;

    private final SystemFiles files;
    private final List<Channel> channels;

    LoadAndMemory(SystemFiles files) {
        this.files = files;
        channels = List.of(
                Double.isNaN(load())
                        ? Channel.notOffered("loadAverage", "host", "no /proc/loadavg: not a Linux host")
                        : new Channel("loadAverage", "host", false, MINUTE_NANOS, null),
                Double.isNaN(usedMebibytes())
                        ? Channel.notOffered("memoryUsedMebibytes", "host", "no MemAvailable in /proc/meminfo")
                        : Channel.gauge("memoryUsedMebibytes", "host"));
    }

    @Override
    public List<Channel> channels() {
        return channels;
    }

    @Override
    public void read(long monotonicNanos, double[] values, int offset) {
        values[offset] = load();
        values[offset + 1] = usedMebibytes();
    }

    private double load() {
        String text = files.text("proc/loadavg");
        return text == null ? Double.NaN : Double.parseDouble(text.substring(0, text.indexOf(' ')));
    }

    private double usedMebibytes() {
        List<String> lines = files.lines("proc/meminfo");
        return (kibibytes(lines, "MemTotal:") - kibibytes(lines, "MemAvailable:")) / 1024;
    }

    /** Value of a line of {@code /proc/meminfo}; NaN when it is not there. */
    static double kibibytes(List<String> lines, String key) {
        for (String line : lines) {
            if (line.startsWith(key)) {
                return Double.parseDouble(
                        line.substring(key.length()).replace("kB", "").strip());
            }
        }
        return Double.NaN;
    }
}
