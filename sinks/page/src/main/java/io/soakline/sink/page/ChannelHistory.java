package io.soakline.sink.page;

import io.soakline.record.DeviceChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One channel of a device: the newest hour in buckets of ten seconds. Not thread-safe. */
final class ChannelHistory {

    private static final long BUCKET_MILLIS = 10_000;
    private static final int BUCKETS = 360;

    private static final class Bucket {
        final long endMillis;
        double sum;
        double max = Double.NEGATIVE_INFINITY;
        long samples;

        Bucket(long endMillis) {
            this.endMillis = endMillis;
        }

        void add(double value) {
            sum += value;
            max = Math.max(max, value);
            samples++;
        }
    }

    private final String quantity;
    private final String sensor;
    private final boolean counter;
    private final Deque<Bucket> buckets = new ArrayDeque<>();
    private @Nullable String notOffered;
    private @Nullable Double last;
    private long lastAtNanos = Long.MIN_VALUE;
    private double lastCount;

    ChannelHistory(DeviceChannel channel) {
        quantity = Views.name(channel.getQuantity());
        sensor = Views.name(channel.getSensor());
        counter = channel.getCounter();
    }

    void accept(DeviceChannel channel, List<Long> sampleAtNanos) {
        String reason = channel.getNotOffered();
        notOffered = reason == null ? null : Views.sentence(reason);
        int samples = Math.min(channel.getValues().size(), sampleAtNanos.size());
        for (int i = 0; i < samples; i++) {
            double value = channel.getValues().get(i);
            long atNanos = sampleAtNanos.get(i);
            // Samples come in order; an older one has been told before.
            if (Double.isFinite(value) && atNanos > lastAtNanos) {
                if (counter) {
                    acceptCount(atNanos, value);
                } else {
                    add(atNanos, value);
                }
                lastAtNanos = atNanos;
            }
        }
    }

    /** A counter that went back has been restarted or wrapped: that step has no rate. */
    private void acceptCount(long atNanos, double count) {
        if (lastAtNanos != Long.MIN_VALUE && count >= lastCount) {
            add(atNanos, (count - lastCount) / ((atNanos - lastAtNanos) / 1e9));
        }
        lastCount = count;
    }

    private void add(long atNanos, double value) {
        last = value;
        long end = Math.floorDiv(Views.millis(atNanos), BUCKET_MILLIS) * BUCKET_MILLIS + BUCKET_MILLIS;
        Bucket newest = buckets.peekLast();
        if (newest == null || newest.endMillis != end) {
            newest = new Bucket(end);
            buckets.addLast(newest);
            if (buckets.size() > BUCKETS) {
                buckets.removeFirst();
            }
        }
        newest.add(value);
    }

    /** @param most newest buckets to show */
    Views.ChannelView view(int most) {
        List<Long> ends = new ArrayList<>();
        List<Double> means = new ArrayList<>();
        List<Double> maxima = new ArrayList<>();
        int skip = Math.max(0, buckets.size() - most);
        for (Bucket bucket : buckets) {
            if (skip-- > 0) {
                continue;
            }
            ends.add(bucket.endMillis);
            means.add(bucket.sum / bucket.samples);
            maxima.add(bucket.max);
        }
        return new Views.ChannelView(quantity, sensor, counter, notOffered, last, ends, means, maxima);
    }

    Views.ChannelView view() {
        return view(BUCKETS);
    }
}
