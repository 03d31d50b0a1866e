package io.soakline.sink.page;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The history of one run in bounded room: panes as they are for the newest hour, the worst of each minute for twelve
 * hours before, the worst of each ten minutes for a week before that; older ones are let go. A maximum is never lost by
 * rolling up. Not thread-safe.
 */
final class TieredSeries {

    /**
     * @param seconds length of an interval; 0 keeps the points as they come
     * @param spanSeconds how far back from the newest point of the series this tier and the finer ones reach
     */
    record Tier(int seconds, long spanSeconds) {}

    static final List<Tier> TIERS =
            List.of(new Tier(0, 3_600), new Tier(60, 13 * 3_600), new Tier(600, 7 * 24 * 3_600 + 13 * 3_600));

    private final List<Deque<Point>> tiers = new ArrayList<>();

    TieredSeries() {
        TIERS.forEach(tier -> tiers.add(new ArrayDeque<>()));
    }

    /** A point that ends when the newest ends replaces it; an older one has been told before and is ignored. */
    void add(Point point) {
        Deque<Point> newest = tiers.get(0);
        Point last = newest.peekLast();
        if (last != null && point.endMillis() < last.endMillis()) {
            return;
        }
        if (last != null && point.endMillis() == last.endMillis()) {
            newest.removeLast();
        }
        newest.addLast(point);
        rollUp(point.endMillis());
    }

    /** A coarser interval is made when all of it has left the finer tier, so that no moment is in two tiers. */
    private void rollUp(long nowMillis) {
        for (int i = 0; i < tiers.size(); i++) {
            long keepFromMillis = nowMillis - TIERS.get(i).spanSeconds * 1_000;
            boolean last = i + 1 == tiers.size();
            int seconds = last ? TIERS.get(i).seconds : TIERS.get(i + 1).seconds;
            Deque<Point> tier = tiers.get(i);
            for (Point oldest = tier.peekFirst();
                    oldest != null && intervalEnd(oldest, seconds) <= keepFromMillis;
                    oldest = tier.peekFirst()) {
                tier.removeFirst();
                if (!last) {
                    append(tiers.get(i + 1), oldest, seconds);
                }
            }
        }
    }

    private static void append(Deque<Point> tier, Point point, int seconds) {
        long end = intervalEnd(point, seconds);
        Point last = tier.peekLast();
        if (last != null && last.endMillis() == end) {
            tier.removeLast();
            tier.addLast(last.rolledUpWith(point, end, seconds));
        } else {
            tier.addLast(point.stretchedTo(end, seconds));
        }
    }

    private static long intervalEnd(Point point, int seconds) {
        long millis = seconds * 1_000L;
        return -Math.floorDiv(-point.endMillis(), millis) * millis;
    }

    /** Oldest first. */
    List<Point> points() {
        List<Point> all = new ArrayList<>();
        for (int i = tiers.size() - 1; i >= 0; i--) {
            all.addAll(tiers.get(i));
        }
        return all;
    }
}
