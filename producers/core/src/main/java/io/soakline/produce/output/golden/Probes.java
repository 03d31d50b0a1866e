package io.soakline.produce.output.golden;

import java.util.List;
import java.util.stream.IntStream;

/** Which inputs of a set are probes. */
public final class Probes {

    private Probes() {}

    /** {@code wanted} inputs spread evenly over {@code 0 .. inputs - 1}, the first included; all when there are no more. */
    public static List<Integer> spread(int wanted, int inputs) {
        int count = Math.min(wanted, inputs);
        return IntStream.range(0, count)
                .mapToObj(i -> (int) ((long) i * inputs / count))
                .toList();
    }
}
