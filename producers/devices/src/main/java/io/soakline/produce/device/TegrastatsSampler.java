package io.soakline.produce.device;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What {@code tegrastats} says, the latest line of it at each sample. The first line that can be read decides which
 * channels there are; what later lines add is passed over. A line older than three seconds is no longer a value.
 */
public final class TegrastatsSampler implements DeviceSampler {

    private static final int INTERVAL_MILLIS = 100;
    private static final long PATIENCE_SECONDS = 3;
    private static final long STALE_NANOS = 3_000_000_000L;
    /** A line is no longer than this; what is, is cut. */
    private static final int LONGEST = 8192;

    private record Latest(Map<TegrastatsLine.Key, Double> values, long monotonicNanos) {}

    private final AtomicLong unreadable = new AtomicLong();
    private final CompletableFuture<Latest> first = new CompletableFuture<>();
    private final AutoCloseable source;
    private final LongSupplier monotonicNanos;
    private final List<TegrastatsLine.Key> keys = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();
    private volatile @Nullable Latest latest;

    private TegrastatsSampler(AutoCloseable source, LongSupplier monotonicNanos) {
        this.source = source;
        this.monotonicNanos = monotonicNanos;
    }

    /** Starts the tool. */
    static TegrastatsSampler start(Path tegrastats) throws IOException {
        Process process = new ProcessBuilder(tegrastats.toString(), "--interval", Integer.toString(INTERVAL_MILLIS))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return read(process.getInputStream(), process::destroyForcibly, System::nanoTime);
    }

    /** @throws IOException when no line comes that can be read */
    static TegrastatsSampler read(InputStream lines, AutoCloseable source, LongSupplier monotonicNanos)
            throws IOException {
        TegrastatsSampler sampler = new TegrastatsSampler(source, monotonicNanos);
        Thread reader = new Thread(() -> sampler.readAll(lines), "tegrastats");
        reader.setDaemon(true);
        reader.start();
        try {
            sampler.describe(sampler.first.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            return sampler;
        } catch (TimeoutException | ExecutionException e) {
            sampler.close();
            throw new IOException("no line of tegrastats could be read within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            sampler.close();
            throw new IOException("interrupted", e);
        }
    }

    private void describe(Latest line) {
        for (TegrastatsLine.Key key : line.values().keySet()) {
            keys.add(key);
            channels.add(Channel.mean(key.quantity(), key.sensor()));
        }
        channels.add(Channel.gauge("valueAgeMilliseconds", name()));
        channels.add(Channel.counter("unreadableLines", name()));
    }

    private void readAll(InputStream in) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int next = lines.read(); next >= 0; next = lines.read()) {
                if (next == '\n') {
                    told(line.toString());
                    line.setLength(0);
                } else if (line.length() < LONGEST) {
                    line.append((char) next);
                }
            }
            if (!line.isEmpty()) {
                told(line.toString());
            }
            first.completeExceptionally(new IOException("tegrastats ended"));
        } catch (IOException e) {
            first.completeExceptionally(e);
        }
    }

    private void told(String line) {
        try {
            Latest read = new Latest(TegrastatsLine.parse(line), monotonicNanos.getAsLong());
            latest = read;
            first.complete(read);
        } catch (TegrastatsLine.Fault e) {
            unreadable.incrementAndGet();
        }
    }

    @Override
    public String name() {
        return "tegrastats";
    }

    @Override
    public List<Channel> describe() {
        return List.copyOf(channels);
    }

    @Override
    public double[] sample(long monotonicNanos) {
        double[] values = new double[channels.size()];
        Arrays.fill(values, Double.NaN);
        Latest line = latest;
        if (line != null) {
            long ageNanos = Math.max(0, monotonicNanos - line.monotonicNanos());
            for (int i = 0; i < keys.size() && ageNanos < STALE_NANOS; i++) {
                values[i] = line.values().getOrDefault(keys.get(i), Double.NaN);
            }
            values[keys.size()] = ageNanos / 1e6;
        }
        values[keys.size() + 1] = unreadable.get();
        return values;
    }

    @Override
    public Check check() {
        return Readings.check(channels);
    }

    @Override
    public void close() {
        try {
            source.close();
        } catch (Exception e) {
            throw new IllegalStateException("tegrastats cannot be ended", e);
        }
    }
}
