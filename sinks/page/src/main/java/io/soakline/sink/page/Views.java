package io.soakline.sink.page;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the browser is sent. Wall-clock times are milliseconds since 1970 (nanoseconds do not fit a JavaScript number),
 * durations nanoseconds; unknown numbers are null.
 */
final class Views {

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_SENTENCE = 600;
    private static final int MOST_PROPERTIES = 40;

    private Views() {}

    /** The largest latency since the run began, and when that inference started (null when not kept). */
    record MaxView(long nanos, @Nullable Long atMillis) {}

    record PaneView(
            String run,
            long endMillis,
            PaneLedgers.Totals ledger,
            @Nullable MaxView max) {}

    record RunState(
            RunView about,
            Map<String, WindowView> windows,
            HistoryView history,
            PaneLedgers.Totals ledger,
            @Nullable MaxView max,
            @Nullable Long lastPaneEndMillis) {}

    record DeadLetterView(String topic, int partition, long offset, long atMillis, String reason) {}

    record DeadLettersView(long count, List<DeadLetterView> newest) {}

    /**
     * One channel of one device over the newest hour, in buckets of ten seconds.
     *
     * @param last newest reading, or newest rate of a counter
     */
    record ChannelView(
            String quantity,
            String sensor,
            boolean counter,
            @Nullable String notOffered,
            @Nullable Double last,
            List<Long> endMillis,
            List<Double> mean,
            List<Double> max) {}

    record DeviceView(String device, String sampler, long lastSampleMillis, List<ChannelView> channels) {}

    record StageView(String name, @Nullable Double fraction, String detail, String state, long updatedAtMillis) {}

    record MarkView(long atMillis, String label) {}

    record FeedView(String state, String detail) {}

    record ConfigView(int version, String epoch, String lastEventId, int paneSeconds, List<TierView> tiers) {}

    record TierView(int seconds, long spanSeconds) {}

    record StateView(
            ConfigView config,
            long nowMillis,
            long pageStartedAtMillis,
            FeedView feed,
            long unreadable,
            List<StageView> stages,
            List<RunState> runs,
            List<AgreementView> agreements,
            List<AlertView> alerts,
            List<DeviceView> devices,
            List<MarkView> marks,
            DeadLettersView deadLetters) {}

    static String name(String text) {
        return cut(text, LONGEST_NAME);
    }

    static String sentence(String text) {
        return cut(text, LONGEST_SENTENCE);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }

    static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    static @Nullable Long maybeMillis(@Nullable Long nanos) {
        return nanos == null ? null : Long.valueOf(millis(nanos));
    }

    static @Nullable Double finite(@Nullable Double value) {
        return value == null || !Double.isFinite(value) ? null : value;
    }

    static Map<String, String> properties(Map<String, String> properties) {
        Map<String, String> some = new TreeMap<>();
        for (Map.Entry<String, String> property : new TreeMap<>(properties).entrySet()) {
            if (some.size() == MOST_PROPERTIES) {
                break;
            }
            some.put(name(property.getKey()), name(property.getValue()));
        }
        return some;
    }
}
