package io.soakline.cause;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a device said about itself, channel by channel, beside its quiet levels. Used by one thread.
 *
 * <p>Channels whose sensor is {@code run:RUN-ID} are about that run alone, see {@link ChannelName#concerns}; they are
 * kept like any other and looked at only when that run is explained.
 */
public final class Surroundings {

    private final Map<ChannelName, Samples> channels = new TreeMap<>();
    private final QuietLevels quiet;

    /** @param quiet of the same time scale as what is going to be added */
    public Surroundings(QuietLevels quiet) {
        this.quiet = quiet;
    }

    /**
     * Takes a sample of a device batch, as it is: see there for the parameters. Samples of a channel come in order of
     * time; one that is not newer than the last is left out.
     */
    public void add(
            String quantity,
            String sensor,
            boolean counter,
            @Nullable Long averagingNanos,
            long atNanos,
            double value) {
        samples(new ChannelName(quantity, sensor)).add(atNanos, value, counter, averagingNanos);
    }

    /**
     * Takes the mean of a channel over a pane.
     *
     * @param level the mean; of a counter, its growth per second, see {@link #growthPerSecond}
     */
    public void addMean(String quantity, String sensor, long fromNanos, long toNanos, double level) {
        samples(new ChannelName(quantity, sensor)).addMean(fromNanos, toNanos, level);
    }

    /** Growth of a counter per second between two readings; NaN when there is no time between them or it went back. */
    public static double growthPerSecond(double first, long firstAtNanos, double last, long lastAtNanos) {
        return lastAtNanos > firstAtNanos && last >= first
                ? (last - first) / ((lastAtNanos - firstAtNanos) / 1e9)
                : Double.NaN;
    }

    private Samples samples(ChannelName name) {
        return channels.computeIfAbsent(name, Samples::new);
    }

    /** Adds everything sampled in {@code [fromNanos, toNanos)} to the quiet levels. */
    public void learn(long fromNanos, long toNanos) {
        channels.values().forEach(samples -> samples.learnInto(quiet, fromNanos, toNanos));
    }

    /** Forgets what was sampled before, and channels that have nothing else. */
    public void forgetBefore(long nanos) {
        channels.values().forEach(samples -> samples.forgetBefore(nanos));
        channels.values().removeIf(samples -> samples.size() == 0);
    }

    public QuietLevels quiet() {
        return quiet;
    }

    /** All channels, in the order of their names. */
    public Collection<Samples> channels() {
        return Collections.unmodifiableCollection(channels.values());
    }
}
