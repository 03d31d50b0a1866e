package io.soakline.drift;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/**
 * What to make of an alarm against a reference of a few panes: they may have been a warm-up, or one of several levels that
 * the stream has. Then the reference is begun anew, and there is no alarm. After {@value #MOST_SEEN} panes whatever was learnt is
 * the reference.
 *
 * <p>Only what gets better, or goes back to where the stream was before, is taken for that. What gets worse rings.
 */
final class YoungReference {

    /** Six minutes of panes of 10 s; a monitor that learns within them is past it when it is complete. */
    static final int MOST_SEEN = 36;

    /** The reference has sketches of so many, too. */
    private static final int KEPT = 11;

    /** A fall after so many panes of reference, two minutes of 10 s, is no end of a warm-up. */
    private static final int WARM = 12;

    /** A fall that is undone within so many panes was no warm-up. */
    private static final int SOON = 6;

    /** Levels nearer to each other than this are one: panes that differ by so much are never odd. */
    private static final double LEAST_STEP = 0.12;

    /** Where to begin anew, and why. */
    record Anew(Beginning why, List<Learning.Read> panes) {}

    /** @param level before the fall */
    private record Fall(double level, int atPane) {}

    private final Deque<Learning.Read> recent = new ArrayDeque<>();
    private int seen;
    private @Nullable Fall fall;

    /** Takes the next pane that may be learnt. */
    void accept(Learning.Read pane) {
        seen++;
        recent.addLast(pane);
        if (recent.size() > KEPT) {
            recent.removeFirst();
        }
    }

    boolean isOver() {
        return seen > MOST_SEEN;
    }

    /**
     * Looks at alarms of the pane that was accepted last.
     *
     * @param alarms not empty
     * @param centre of the levels of the reference
     * @param learnt panes in the reference
     * @return null when they are to ring
     */
    @Nullable
    Anew judge(List<DriftAlarm> alarms, double centre, int learnt) {
        long changeNanos = Long.MAX_VALUE;
        for (DriftAlarm alarm : alarms) {
            changeNanos = Math.min(changeNanos, alarm.changeAtNanos());
        }
        List<Learning.Read> before = new ArrayList<>();
        List<Learning.Read> since = new ArrayList<>();
        for (Learning.Read read : recent) {
            (read.pane().startNanos() < changeNanos ? before : since).add(read);
        }
        if (since.isEmpty()) {
            return null;
        }
        double level = level(since);
        if (hasBeen(level, centre, before) || isUndone(level, centre, since.size())) {
            return new Anew(Beginning.SEVERAL_LEVELS, List.copyOf(recent));
        }
        if (learnt < WARM && alarms.stream().allMatch(YoungReference::isBetter)) {
            fall = new Fall(centre, seen - since.size());
            return new Anew(Beginning.WARM_UP, since);
        }
        return null;
    }

    private static boolean isBetter(DriftAlarm alarm) {
        return alarm.direction() == DriftDirection.DOWN
                && (alarm.feature() == DriftFeature.LEVEL || alarm.feature() == DriftFeature.SPREAD);
    }

    private static double level(List<Learning.Read> panes) {
        double[] levels =
                panes.stream().mapToDouble(read -> read.body().level()).toArray();
        return NoiseEstimator.median(levels, levels.length);
    }

    /** Whether the stream left its reference for that level before, and came back from it. */
    private static boolean hasBeen(double level, double centre, List<Learning.Read> before) {
        double[] levels =
                before.stream().mapToDouble(read -> read.body().level()).toArray();
        DoublePredicate isThere = nearer(level, centre);
        int first = 0;
        while (first < levels.length && isThere.test(levels[first])) {
            first++;
        }
        int last = levels.length;
        while (last > first && isThere.test(levels[last - 1])) {
            last--;
        }
        return Arrays.stream(levels, first, last).anyMatch(isThere);
    }

    private boolean isUndone(double level, double centre, int panes) {
        Fall last = fall;
        return last != null
                && seen - panes - last.atPane() <= SOON
                && nearer(level, centre).test(last.level());
    }

    /** Whether a pane is at that level: what is left is a third of the way from the centre, at most. */
    private static DoublePredicate nearer(double level, double centre) {
        double reach = Math.abs(level - centre) / 3;
        return pane -> Math.abs(level - centre) >= LEAST_STEP && Math.abs(pane - level) < reach;
    }
}
