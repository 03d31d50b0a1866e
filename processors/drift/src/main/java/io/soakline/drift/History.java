package io.soakline.drift;

/** The last observations of a stream: when they were, and how far each measure lay from its centre. */
final class History {

    /** 43 minutes of panes of 10 s, in 11 KB: a change that takes longer to show is dated to the oldest of them. */
    static final int LENGTH = 256;

    private final long[] starts = new long[LENGTH];
    private final int[] durationMicros = new int[LENGTH];
    private final float[] inferences = new float[LENGTH];
    private final float[][] deviations;
    private long seen;

    History(int measures) {
        deviations = new float[measures][LENGTH];
    }

    void add(long startNanos, long endNanos, double count, double[] deviation) {
        int at = (int) (seen % LENGTH);
        starts[at] = startNanos;
        durationMicros[at] = (int) Math.min(Integer.MAX_VALUE, (endNanos - startNanos) / 1000);
        inferences[at] = (float) count;
        for (int i = 0; i < deviations.length; i++) {
            deviations[i][at] = (float) deviation[i];
        }
        seen++;
    }

    /** Observations so far, those forgotten included: the position of the next one. */
    long position() {
        return seen;
    }

    long oldest() {
        return Math.max(0, seen - LENGTH);
    }

    long start(long position) {
        return starts[(int) (position % LENGTH)];
    }

    long end(long position) {
        return start(position) + durationMicros[(int) (position % LENGTH)] * 1000L;
    }

    double inferences(long position) {
        return inferences[(int) (position % LENGTH)];
    }

    double deviation(int measure, long position) {
        return deviations[measure][(int) (position % LENGTH)];
    }
}
