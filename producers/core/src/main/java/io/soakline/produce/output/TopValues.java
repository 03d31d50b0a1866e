package io.soakline.produce.output;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The largest few values with their positions, largest first; of equal values the one that came first leads. */
final class TopValues {

    private final int[] indices;
    private final double[] values;
    private int count;

    TopValues(int size) {
        indices = new int[size];
        values = new double[size];
    }

    void offer(int index, double value) {
        if (count == values.length && value <= values[count - 1]) {
            return;
        }
        int at = count < values.length ? count++ : count - 1;
        while (at > 0 && values[at - 1] < value) {
            values[at] = values[at - 1];
            indices[at] = indices[at - 1];
            at--;
        }
        values[at] = value;
        indices[at] = index;
    }

    List<Integer> indices() {
        List<Integer> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(indices[i]);
        }
        return list;
    }

    List<Double> values() {
        List<Double> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(values[i]);
        }
        return list;
    }

    /** Largest minus second largest; null with fewer than two values. */
    @Nullable
    Double margin() {
        return count < 2 ? null : values[0] - values[1];
    }
}
