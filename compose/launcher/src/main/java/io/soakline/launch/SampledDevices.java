package io.soakline.launch;

import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.RecordLines;
import io.soakline.log.Topic;
import io.soakline.record.DeviceBatch;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Of which devices records hold samples, how many, and from when to when. Not thread-safe. */
public final class SampledDevices {

    private record Source(String device, String sampler) implements Comparable<Source> {

        @Override
        public int compareTo(Source other) {
            int byDevice = device.compareTo(other.device);
            return byDevice != 0 ? byDevice : sampler.compareTo(other.sampler);
        }
    }

    private record Samples(long count, long firstNanos, long lastNanos) {

        Samples and(Samples more) {
            return new Samples(
                    count + more.count, Math.min(firstNanos, more.firstNanos), Math.max(lastNanos, more.lastNanos));
        }
    }

    private final RecordCodec<DeviceBatch> codec = RecordCodec.of(DeviceBatch.class);
    private final SortedMap<Source, Samples> sampled = new TreeMap<>();
    private boolean nothingElse = true;

    /** Takes note of a record. */
    public void accept(RecordLines.Line line) {
        nothingElse &= line.topic() == Topic.DEVICES;
        if (line.topic() != Topic.DEVICES) {
            return;
        }
        try {
            DeviceBatch batch = codec.decode(line.value());
            List<Long> at = batch.getSampleAtNanos();
            if (!at.isEmpty()) {
                sampled.merge(
                        new Source(batch.getDeviceId(), batch.getSampler()),
                        new Samples(at.size(), at.get(0), at.get(at.size() - 1)),
                        Samples::and);
            }
        } catch (MalformedRecordException e) {
            // The processors put it among the dead letters and count it.
        }
    }

    /** Whether nothing but samples came, and some did. */
    public boolean isAll() {
        return nothingElse && !sampled.isEmpty();
    }

    /** Whether nothing but samples came so far. */
    boolean isAllSoFar() {
        return nothingElse;
    }

    /** One line for each sampler of a device. */
    public List<String> told() {
        return sampled.entrySet().stream()
                .map(each -> String.format(
                        "%s: %,d samples by %s, %s to %s",
                        each.getKey().device(),
                        each.getValue().count(),
                        each.getKey().sampler(),
                        time(each.getValue().firstNanos()),
                        time(each.getValue().lastNanos())))
                .toList();
    }

    private static Instant time(long nanos) {
        return Instant.ofEpochSecond(0, nanos).truncatedTo(ChronoUnit.SECONDS);
    }
}
