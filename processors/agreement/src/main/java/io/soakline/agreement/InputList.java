package io.soakline.agreement;

import java.util.ArrayList;
import java.util.List;

/** Inputs to which something applies: all are counted, the first {@value PairFigures#LISTED} are named. */
final class InputList {

    private final List<Integer> listed = new ArrayList<>();
    private int count;

    void addIf(boolean applies, int inputIndex) {
        if (applies) {
            count++;
            if (listed.size() < PairFigures.LISTED) {
                listed.add(inputIndex);
            }
        }
    }

    List<Integer> listed() {
        return listed;
    }

    int count() {
        return count;
    }
}
