package io.soakline.produce.soak;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the platform says about holding this process back: CPU quotas of its control group and of the groups above, and
 * thermal throttling of the processors. Both only grow. Used by one thread at a time.
 */
public final class ThrottleCounters implements AutoCloseable {

    private static final String THROTTLED_MICROS = "throttled_usec";
    private static final String THROTTLED_NANOS = "throttled_time";
    private static final int STAT_BYTES = 512;
    private static final int NUMBER_BYTES = 32;

    private record Quota(KernelFile file, String key, double nanosPerUnit) {}

    private final List<Quota> quotas = new ArrayList<>();
    private final List<KernelFile> thermal = new ArrayList<>();

    /** Of this process and this machine. */
    public ThrottleCounters() {
        this(Path.of("/"));
    }

    /** @param root holds {@code proc} and {@code sys} */
    public ThrottleCounters(Path root) {
        for (String line : lines(root.resolve("proc/self/cgroup"))) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3) {
                openQuotas(root.resolve("sys/fs/cgroup"), parts[1], parts[2]);
            }
        }
        openThermal(root.resolve("sys/devices/system/cpu"));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    /** One hierarchy: version 2 has no controllers' names, of version 1 the one with the controller {@code cpu} counts. */
    private void openQuotas(Path mounts, String controllers, String path) {
        if (controllers.isEmpty()) {
            openQuotas(mounts, path, THROTTLED_MICROS, 1e3);
            openQuotas(mounts.resolve("unified"), path, THROTTLED_MICROS, 1e3);
        } else if (List.of(controllers.split(",", -1)).contains("cpu")) {
            openQuotas(mounts.resolve(controllers), path, THROTTLED_NANOS, 1);
        }
    }

    /** A group's figures do not contain what a quota of a group above it does. */
    private void openQuotas(Path mount, String path, String key, double nanosPerUnit) {
        Path group = mount.resolve(path.substring(Math.min(1, path.length()))).normalize();
        while (group != null && group.startsWith(mount)) {
            KernelFile file = KernelFile.open(group.resolve("cpu.stat"), STAT_BYTES);
            if (file != null && file.numberAfter(key) >= 0) {
                quotas.add(new Quota(file, key, nanosPerUnit));
            } else if (file != null) {
                file.close();
            }
            group = group.getParent();
        }
    }

    private void openThermal(Path cpus) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(cpus, "cpu[0-9]*")) {
            for (Path folder : folders) {
                addThermal(folder.resolve("thermal_throttle/core_throttle_count"));
                addThermal(folder.resolve("thermal_throttle/package_throttle_count"));
            }
        } catch (IOException e) {
            // No such folder: nothing to count.
            thermal.clear();
        }
    }

    private void addThermal(Path path) {
        KernelFile file = KernelFile.open(path, NUMBER_BYTES);
        if (file != null) {
            thermal.add(file);
        }
    }

    /** Whether CPU quotas are accounted for. */
    public boolean offersQuota() {
        return !quotas.isEmpty();
    }

    /** Time that quotas took so far, nanoseconds, over all cores; 0 when not offered. */
    public double quotaNanos() {
        double nanos = 0;
        for (Quota quota : quotas) {
            nanos += Math.max(0, quota.file().numberAfter(quota.key())) * quota.nanosPerUnit();
        }
        return nanos;
    }

    /** Whether the processors count thermal throttling. */
    public boolean offersThermal() {
        return !thermal.isEmpty();
    }

    /** Throttling events so far, of cores and packages; 0 when not offered. */
    public long thermalEvents() {
        long events = 0;
        for (KernelFile file : thermal) {
            events += Math.max(0, file.number());
        }
        return events;
    }

    @Override
    public void close() {
        quotas.forEach(quota -> quota.file().close());
        thermal.forEach(KernelFile::close);
    }
}
