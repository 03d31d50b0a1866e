package io.soakline.statistics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Reference values made by {@code golden/golden.py}, which names tools and versions. */
final class Golden {

    private Golden() {}

    /** The rows of a file without its header, as their fields. */
    static List<String[]> rows(String file) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A figure of {@code wandering.csv}. */
    static double wandering(String figure) {
        return rows("wandering.csv").stream()
                .filter(row -> row[0].equals(figure))
                .mapToDouble(row -> Double.parseDouble(row[1]))
                .findFirst()
                .orElseThrow();
    }

    /** The series that {@code wandering.csv} is about: 5,000 latencies about 2 ms with a lag-1 autocorrelation of 0.81. */
    static long[] wanderingSeries() {
        long state = 20240229;
        long[] values = new long[5000];
        double level = 0;
        for (int i = 0; i < values.length; i++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            level = 0.8 * level + ((state >>> 11) * 0x1p-53 - 0.5);
            values[i] = (long) (2_000_000 * StrictMath.exp(0.05 * level));
        }
        return values;
    }

    static PaneSummary wanderingPane() {
        Pane pane = Pane.empty(0, 10, null);
        long[] values = wanderingSeries();
        for (int i = 0; i < values.length; i++) {
            pane.accept(i, i, 0, values[i], 0, 0, 0, 0);
        }
        return pane.summary();
    }
}
