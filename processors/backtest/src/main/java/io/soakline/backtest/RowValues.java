package io.soakline.backtest;

import java.util.ArrayList;
import java.util.List;

/** A growing column of doubles in chunks, so that growing never copies what is there. */
final class RowValues {

    private static final int CHUNK = 1 << 16;

    private final List<double[]> chunks = new ArrayList<>();
    private long size;

    void add(double value) {
        int offset = (int) (size % CHUNK);
        if (offset == 0) {
            chunks.add(new double[CHUNK]);
        }
        chunks.get(chunks.size() - 1)[offset] = value;
        size++;
    }

    double get(long index) {
        return chunks.get((int) (index / CHUNK))[(int) (index % CHUNK)];
    }

    long size() {
        return size;
    }
}
