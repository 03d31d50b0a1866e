package io.soakline.sink.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The newest value of each key, for a stated time and in bounded room. Nothing new is taken while it is full: what is shown
 * already stays whole, instead of series that come and go.
 *
 * <p>For one thread, or under a lock.
 */
final class Expiring<K, V> {

    /** @param atNanos what it is the news of, wall clock */
    private record Entry<V>(V value, long atNanos) {}

    private final int most;
    private final long keepNanos;
    private final Map<K, Entry<V>> entries = new LinkedHashMap<>();
    private long refused;
    private long stale;

    /** @param most keys held at once; {@code keepNanos} how long a value is held after the moment that it is the news of */
    Expiring(int most, long keepNanos) {
        this.most = most;
        this.keepNanos = keepNanos;
    }

    /** Older news than what is held changes nothing. */
    void put(K key, V value, long atNanos, long nowNanos) {
        if (isStale(atNanos, nowNanos)) {
            stale++;
            return;
        }
        Entry<V> known = entries.get(key);
        if (known != null && known.atNanos > atNanos) {
            return;
        }
        if (known == null) {
            expire(nowNanos);
            if (entries.size() >= most) {
                refused++;
                return;
            }
        }
        entries.put(key, new Entry<>(value, atNanos));
    }

    boolean isStale(long atNanos, long nowNanos) {
        return atNanos + keepNanos < nowNanos;
    }

    @Nullable
    V get(K key) {
        Entry<V> entry = entries.get(key);
        return entry == null ? null : entry.value;
    }

    void remove(K key) {
        entries.remove(key);
    }

    void expire(long nowNanos) {
        entries.values().removeIf(entry -> isStale(entry.atNanos, nowNanos));
    }

    void forEach(BiConsumer<K, V> action) {
        entries.forEach((key, entry) -> action.accept(key, entry.value));
    }

    int size() {
        return entries.size();
    }

    /** Values that there was no room for, since the start. */
    long refused() {
        return refused;
    }

    /** Values that were older than they are kept when they came, since the start. */
    long stale() {
        return stale;
    }
}
