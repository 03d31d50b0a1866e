package io.soakline.produce.nvml;

import io.soakline.produce.device.Channel;
import io.soakline.produce.device.DeviceSampler;
import io.soakline.produce.engine.EngineException;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The board's power as the driver records it by itself, about fifty times a second, fetched twice a second: finer than the values
 * that it gives when it is asked, which change ten times a second, and nearly free (an H200, 2026-11-28: 0.15 % of a core).
 */
public final class NvmlPowerHistory implements DeviceSampler {

    /** Less than the driver keeps, which is 2.4 s. */
    private static final long FETCH_NANOS = 500_000_000L;

    /** Times farther from now are of another clock. */
    private static final long NEAR_MICROS = 60_000_000L;

    private final Nvml nvml;
    private final String name;
    private final LongSupplier nowMicros;
    private final Channel channel;
    private long lastMicros;

    /** @param nowMicros since 1970, by the clock that the driver goes by */
    NvmlPowerHistory(Nvml nvml, int device, LongSupplier nowMicros) {
        this.nvml = nvml;
        this.nowMicros = nowMicros;
        name = device == 0 ? "nvml-power" : "nvml-power-" + device;
        String refusal = refusal(nvml.powerHistory(0));
        channel = new Channel("powerMilliwatts", "board-recorded", false, null, refusal.isEmpty() ? null : refusal);
    }

    /** @throws EngineException in one line when there is no driver or no such device */
    public static NvmlPowerHistory open(int device) throws EngineException {
        return new NvmlPowerHistory(NvmlLibrary.open(device), device, () -> {
            Instant now = Instant.now();
            return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
        });
    }

    private String refusal(Nvml.PowerHistory history) {
        if (!history.refusal().isEmpty()) {
            return history.refusal();
        }
        if (history.recorded().isEmpty()) {
            return "the driver has recorded nothing";
        }
        long newest = history.recorded().get(history.recorded().size() - 1).atMicros();
        return Math.abs(newest - nowMicros.getAsLong()) > NEAR_MICROS
                ? "the driver's times are not of this machine's clock"
                : "";
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Channel> describe() {
        return List.of(channel);
    }

    /** The newest. */
    @Override
    public double[] sample(long monotonicNanos) {
        List<Nvml.RecordedPower> recorded =
                channel.offered() ? nvml.powerHistory(0).recorded() : List.of();
        return new double[] {
            recorded.isEmpty() ? Double.NaN : recorded.get(recorded.size() - 1).milliwatts()
        };
    }

    @Override
    public long fetchNanos() {
        return FETCH_NANOS;
    }

    @Override
    public void sample(long monotonicNanos, long wallNanos, Rows rows) {
        if (!channel.offered()) {
            return;
        }
        long now = nowMicros.getAsLong();
        for (Nvml.RecordedPower power : nvml.powerHistory(lastMicros).recorded()) {
            if (power.atMicros() > lastMicros) {
                lastMicros = power.atMicros();
                rows.add(wallNanos + (lastMicros - now) * 1_000, new double[] {power.milliwatts()});
            }
        }
    }

    @Override
    public Check check() {
        return new Check(
                channel.offered(),
                name + ": " + (channel.offered() ? "the driver records power" : channel.notOffered()));
    }

    @Override
    public void close() {
        nvml.close();
    }
}
