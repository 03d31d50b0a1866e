package io.soakline.launch.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Engines that are loaded together. All of them if they fit into memory, because then all share heat and neighbours; else
 * groups of equal size. Engines come build by build, so that each group holds several compilers, and each round begins
 * elsewhere, so that the same engines are not always together.
 */
final class EngineGroups {

    /** An engine needs its artefacts in memory, their copies in the runtime's own form, and buffers. */
    private static final int FACTOR = 4;

    private static final long ENGINE_BYTES = 24L << 20;
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Path LIMIT = Path.of("/sys/fs/cgroup/memory.max");
    private static final Path USED = Path.of("/sys/fs/cgroup/memory.current");

    private EngineGroups() {}

    /**
     * @param bytes that each engine needs, by {@link #bytes}
     * @param budget bytes that they may need together
     * @param round from 0
     * @return groups of indices into {@code bytes}; one that holds all when they fit
     */
    static List<List<Integer>> of(List<Long> bytes, long budget, int round) {
        int count = bytes.size();
        long all = bytes.stream().mapToLong(Long::longValue).sum();
        long largest = bytes.stream().mapToLong(Long::longValue).max().orElse(0);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            order.add(i);
        }
        if (all <= budget) {
            return List.of(order);
        }
        // By the largest, so that each group fits however it is put together.
        int perGroup = (int) Math.max(1, Math.min(count, budget / Math.max(1, largest)));
        int groups = (count + perGroup - 1) / perGroup;
        Collections.rotate(order, -(round % count));
        List<List<Integer>> cut = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            // Sizes differ by one at most.
            cut.add(List.copyOf(order.subList(group * count / groups, (group + 1) * count / groups)));
        }
        return cut;
    }

    /** Estimate of what an engine needs when it is loaded. */
    static long bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return ENGINE_BYTES
                    + FACTOR
                            * files.filter(Files::isRegularFile)
                                    .mapToLong(EngineGroups::size)
                                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return ENGINE_BYTES;
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Half of what the host, or the group of processes that we are in, has left; no limit where that cannot be read. */
    static long budget() {
        long host = Long.MAX_VALUE;
        try {
            host = available(Files.readAllLines(MEMORY));
        } catch (IOException e) {
            // No Linux: nothing is known.
        }
        return Math.min(host, ofControlGroup()) / 2;
    }

    /** Bytes in the line {@code MemAvailable:  123 kB}; no limit without such a line. */
    static long available(List<String> meminfo) {
        for (String line : meminfo) {
            if (line.startsWith("MemAvailable:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        return Long.MAX_VALUE;
    }

    private static long ofControlGroup() {
        try {
            return Long.parseLong(Files.readString(LIMIT).strip())
                    - Long.parseLong(Files.readString(USED).strip());
        } catch (IOException | NumberFormatException e) {
            // There is none, or it is "max".
            return Long.MAX_VALUE;
        }
    }
}
