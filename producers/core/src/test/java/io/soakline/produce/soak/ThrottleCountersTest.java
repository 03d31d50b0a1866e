package io.soakline.produce.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.log.InferenceColumns;
import io.soakline.log.InferenceFlag;
import io.soakline.log.Topic;
import io.soakline.produce.publish.Delivery;
import io.soakline.produce.publish.InMemoryPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ThrottleCountersTest {

    @TempDir
    Path root;

    private void file(String path, String contents) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, contents + "\n");
    }

    @Test
    void quota_ofVersion2_isThatOfTheGroupAndAllAbove() throws IOException {
        file("proc/self/cgroup", "0::/a/b");
        file("sys/fs/cgroup/a/b/cpu.stat", "usage_usec 1\nnr_throttled 1\nthrottled_usec 30");
        file("sys/fs/cgroup/a/cpu.stat", "usage_usec 1\nnr_throttled 1\nthrottled_usec 12");
        file("sys/fs/cgroup/cpu.stat", "usage_usec 1");
        try (ThrottleCounters counters = new ThrottleCounters(root)) {
            assertThat(counters.offersQuota()).isTrue();
            assertThat(counters.quotaNanos()).isEqualTo(42_000);
            assertThat(counters.offersThermal()).isFalse();
        }
    }

    @Test
    void quota_ofVersion1_isInNanoseconds() throws IOException {
        file("proc/self/cgroup", "5:memory:/x\n4:cpu,cpuacct:/x");
        file("sys/fs/cgroup/cpu,cpuacct/x/cpu.stat", "nr_periods 3\nnr_throttled 1\nthrottled_time 77");
        try (ThrottleCounters counters = new ThrottleCounters(root)) {
            assertThat(counters.quotaNanos()).isEqualTo(77);
        }
    }

    @Test
    void nothingThere_isNotOffered() {
        try (ThrottleMonitor monitor = new ThrottleMonitor(new ThrottleCounters(root), 0)) {
            assertThat(monitor.description()).isEqualTo("not offered");
            monitor.read(100);
            assertThat(monitor.intervals().count()).isZero();
        }
    }

    @Test
    void monitor_notesTheIntervalInWhichACounterMoved() throws IOException {
        file("sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count", "3");
        file("sys/devices/system/cpu/cpu0/thermal_throttle/package_throttle_count", "9");
        try (ThrottleMonitor monitor = new ThrottleMonitor(new ThrottleCounters(root), 0)) {
            assertThat(monitor.description()).isEqualTo("thermal throttling");
            monitor.read(100);
            file("sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count", "4");
            monitor.read(200);
            monitor.read(300);
            long[] seen = new long[2];
            monitor.intervals().visitOverlapping(0, 1000, (from, to) -> {
                seen[0] = from;
                seen[1] = to;
            });
            assertThat(monitor.intervals().count()).isEqualTo(1);
            assertThat(seen).containsExactly(100, 200);
        }
    }

    @Test
    void publication_flagsABatchDuringWhichTheCounterMoved_andNotTheNext() throws Exception {
        file("proc/self/cgroup", "0::/");
        file("sys/fs/cgroup/cpu.stat", "throttled_usec 5");
        InMemoryPublisher log = new InMemoryPublisher();
        ThrottleMonitor throttling = new ThrottleMonitor(new ThrottleCounters(root), System.nanoTime());
        try (Publication publication = new Publication(log, new PauseIntervals(), throttling)) {
            send(publication);
            publication.drain();
            file("sys/fs/cgroup/cpu.stat", "throttled_usec 6");
            send(publication);
            publication.drain();
            send(publication);
            publication.drain();
        }
        boolean[] throttled = new boolean[3];
        for (int i = 0; i < 3; i++) {
            InferenceColumns columns = new InferenceColumns();
            columns.decode(log.published(Topic.INFERENCES).get(i).value());
            throttled[i] = InferenceFlag.has(columns.flags[0], InferenceFlag.THROTTLED);
        }
        assertThat(throttled).containsExactly(false, true, false);
    }

    /** One inference of this very moment. */
    private static void send(Publication publication) {
        PendingBatch batch = publication.take();
        long now = System.nanoTime();
        batch.columns.open("run", "device", "engine", "model", "inputs", 0);
        batch.wallMinusMonotonicNanos = 0;
        batch.delivery = new Delivery();
        batch.columns.append(now, 0, 100, 0, batch.columns.digestIndex(1, 2, 1, 2), 0);
        publication.send(batch);
    }

    @Test
    void kernelFile_findsTheNumberOfALineByItsStart() throws IOException {
        file("f", "voluntary 3\nnonvoluntary\t 41\nlast 5");
        try (KernelFile file = Objects.requireNonNull(KernelFile.open(root.resolve("f"), 100))) {
            assertThat(file.numberAfter("voluntary")).isEqualTo(3);
            assertThat(file.numberAfter("nonvoluntary")).isEqualTo(41);
            assertThat(file.numberAfter("absent")).isEqualTo(-1);
            assertThat(file.number()).isEqualTo(-1);
        }
        assertThat(KernelFile.open(root.resolve("none"), 100)).isNull();
    }
}
