package io.soakline.backtest;

import org.jspecify.annotations.Nullable;

/**
 * One place where a series changed.
 *
 * @param index row, from 0. Online: the row where the alarm rang. Offline: the first row of the new segment. With panes:
 *     the last (online) or first (offline) row of the pane
 * @param timestamp of that row, as written in the input; null when the row has none
 * @param kind what changed
 * @param direction which way, {@link Direction#NONE} for a kind without one
 * @param size new over old; for the level of a series whose values are not all positive, new less old in standard
 *     deviations of the noise; for a periodic change the period in rows. NaN when it cannot be told
 * @param evidence one line for a reader: what was seen and how strong it is
 * @param changeIndex first row of the new state. Online: an estimate, at or before {@code index}. Offline: {@code index}
 */
public record ChangePoint(
        long index,
        @Nullable String timestamp,
        Kind kind,
        Direction direction,
        double size,
        String evidence,
        long changeIndex) {

    /** What changed. */
    public enum Kind {
        LEVEL,
        SPREAD,
        TAIL,
        PERIODIC
    }

    /** Which way it changed. */
    public enum Direction {
        UP,
        DOWN,
        NONE
    }

    ChangePoint withTimestamp(@Nullable String found) {
        return new ChangePoint(index, found, kind, direction, size, evidence, changeIndex);
    }
}
