package io.soakline.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How often each input gave each output, and how often in time.
 *
 * <p>At most {@value #DISTINCT_PER_INPUT} digests are kept per input; inferences whose digest came when the list was full
 * are counted as {@code uncounted}, so the number of inferences is always right. As long as no list is full, the counts
 * are the same in every order of accepting and combining; digests stand in order of first appearance.
 */
public final class OutputCounts {

    /** A repeatable engine has one; a thoroughly unrepeatable one need not fill the memory. */
    public static final int DISTINCT_PER_INPUT = 64;

    /** Input numbers below this are found by index, others by search. */
    private static final int DIRECT = 4096;

    /**
     * One output and how often it came.
     *
     * @param onTime of these, the inferences whose response met the deadline; null when that is not known of all of them,
     *     as without a deadline
     */
    public record Count(
            OutputDigest digest, long count, @Nullable Long onTime) {

        public Count(OutputDigest digest, long count) {
            this(digest, count, null);
        }
    }

    /** The outputs of one input. */
    public record Input(int inputIndex, List<Count> counts, long uncounted) {

        public Input {
            counts = List.copyOf(counts);
        }

        /** Inferences on this input. */
        public long inferences() {
            long sum = uncounted;
            for (Count count : counts) {
                sum += count.count();
            }
            return sum;
        }

        /**
         * The most frequent output; of equally frequent ones that with the smallest digest.
         *
         * @throws IllegalStateException when there is none
         */
        public Count modal() {
            if (counts.isEmpty()) {
                throw new IllegalStateException("input " + inputIndex + " has no counted output");
            }
            Count modal = counts.get(0);
            for (Count count : counts) {
                if (count.count() > modal.count()
                        || (count.count() == modal.count() && count.digest().compareTo(modal.digest()) < 0)) {
                    modal = count;
                }
            }
            return modal;
        }
    }

    private Digests[] direct = new Digests[0];
    private final TreeMap<Integer, Digests> others = new TreeMap<>();

    public static OutputCounts empty() {
        return new OutputCounts();
    }

    /**
     * An inference without a deadline.
     *
     * @param inputIndex from 0
     */
    public void accept(int inputIndex, long digestHigh, long digestLow) {
        of(inputIndex).add(digestHigh, digestLow, 1, 0, 1);
    }

    /** An inference that had a deadline. */
    public void accept(int inputIndex, long digestHigh, long digestLow, boolean onTime) {
        of(inputIndex).add(digestHigh, digestLow, 1, onTime ? 1 : 0, 0);
    }

    public void combine(List<Input> inputs) {
        for (Input input : inputs) {
            Digests mine = of(input.inputIndex());
            for (Count count : input.counts()) {
                Long onTime = count.onTime();
                mine.add(
                        count.digest().high(),
                        count.digest().low(),
                        count.count(),
                        onTime == null ? 0 : onTime,
                        onTime == null ? count.count() : 0);
            }
            mine.uncounted += input.uncounted();
        }
    }

    private Digests of(int inputIndex) {
        if (inputIndex < direct.length) {
            Digests found = direct[inputIndex];
            if (found != null) {
                return found;
            }
        }
        return create(inputIndex);
    }

    private Digests create(int inputIndex) {
        if (inputIndex < 0) {
            throw new IllegalArgumentException("inputs are numbered from 0, not " + inputIndex);
        }
        if (inputIndex >= DIRECT) {
            return others.computeIfAbsent(inputIndex, index -> new Digests());
        }
        if (inputIndex >= direct.length) {
            direct = java.util.Arrays.copyOf(direct, Math.min(DIRECT, Math.max(64, 2 * inputIndex)));
        }
        Digests created = new Digests();
        direct[inputIndex] = created;
        return created;
    }

    /** By input index, ascending. */
    public List<Input> inputs() {
        List<Input> inputs = new ArrayList<>();
        for (int index = 0; index < direct.length; index++) {
            if (direct[index] != null) {
                inputs.add(direct[index].toInput(index));
            }
        }
        for (Map.Entry<Integer, Digests> entry : others.entrySet()) {
            inputs.add(entry.getValue().toInput(entry.getKey()));
        }
        return inputs;
    }

    /**
     * Digests of one input in order of first appearance. Almost always one, so the search ends at once. There may be very
     * many inputs, so all numbers lie in one array.
     */
    private static final class Digests {

        private static final int HIGH = 0;
        private static final int LOW = 1;
        private static final int COUNT = 2;
        private static final int ON_TIME = 3;
        private static final int UNJUDGED = 4;
        private static final int WIDTH = 5;

        private long[] cells = new long[WIDTH];
        private int used;
        private long uncounted;

        void add(long digestHigh, long digestLow, long n, long onTime, long unjudged) {
            for (int i = 0; i < used; i += WIDTH) {
                if (cells[i + LOW] == digestLow && cells[i + HIGH] == digestHigh) {
                    cells[i + COUNT] += n;
                    cells[i + ON_TIME] += onTime;
                    cells[i + UNJUDGED] += unjudged;
                    return;
                }
            }
            append(digestHigh, digestLow, n, onTime, unjudged);
        }

        private void append(long digestHigh, long digestLow, long n, long onTime, long unjudged) {
            if (used == DISTINCT_PER_INPUT * WIDTH) {
                uncounted += n;
                return;
            }
            if (used == cells.length) {
                cells = java.util.Arrays.copyOf(cells, 2 * used);
            }
            cells[used + HIGH] = digestHigh;
            cells[used + LOW] = digestLow;
            cells[used + COUNT] = n;
            cells[used + ON_TIME] = onTime;
            cells[used + UNJUDGED] = unjudged;
            used += WIDTH;
        }

        Input toInput(int inputIndex) {
            List<Count> list = new ArrayList<>(used / WIDTH);
            for (int i = 0; i < used; i += WIDTH) {
                Long onTime = cells[i + UNJUDGED] == 0 ? Long.valueOf(cells[i + ON_TIME]) : null;
                list.add(new Count(new OutputDigest(cells[i + HIGH], cells[i + LOW]), cells[i + COUNT], onTime));
            }
            return new Input(inputIndex, list, uncounted);
        }
    }
}
