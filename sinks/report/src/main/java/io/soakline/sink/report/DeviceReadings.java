package io.soakline.sink.report;

import io.soakline.record.DeviceSummary;
import io.soakline.record.PaneRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up the panes' samples of each sensor. Counters are left out: of them only differences mean something. */
final class DeviceReadings {

    private record Sensor(String device, String quantity, String sensor) implements Comparable<Sensor> {

        @Override
        public int compareTo(Sensor other) {
            int byDevice = device.compareTo(other.device);
            int byQuantity = byDevice != 0 ? byDevice : quantity.compareTo(other.quantity);
            return byQuantity != 0 ? byQuantity : sensor.compareTo(other.sensor);
        }
    }

    private static final class Sum {
        private long lastPaneNanos = Long.MIN_VALUE;
        private long samples;
        private double total;
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;
    }

    private final Map<Sensor, Sum> sums = new TreeMap<>();

    void accept(PaneRecord pane) {
        for (DeviceSummary channel : pane.getDevice()) {
            if (channel.getCounter() || channel.getSamples() == 0) {
                continue;
            }
            Sum sum = sums.computeIfAbsent(
                    new Sensor(pane.getDeviceId(), channel.getQuantity(), channel.getSensor()), sensor -> new Sum());
            // Runs that take turns on a device share its samples: each moment counts once.
            if (pane.getPaneStartNanos() > sum.lastPaneNanos) {
                sum.lastPaneNanos = pane.getPaneStartNanos();
                sum.samples += channel.getSamples();
                sum.total += channel.getSum();
                sum.min = Math.min(sum.min, channel.getMin());
                sum.max = Math.max(sum.max, channel.getMax());
            }
        }
    }

    /** By device, quantity and sensor. */
    List<DeviceReading> all() {
        return sums.entrySet().stream()
                .map(entry -> reading(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static DeviceReading reading(Sensor sensor, Sum sum) {
        return new DeviceReading(
                sensor.device, sensor.quantity, sensor.sensor, sum.samples, sum.min, sum.total / sum.samples, sum.max);
    }
}
