package io.soakline.tail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The figures in {@code golden/tail.txt}: SciPy 1.17.1, NumPy 2.4.6, statsmodels 0.15.0, by {@code golden/tail.py}. */
final class Golden {
    private static final Map<String, double[]> VALUES = read();

    private Golden() {}

    static double[] values(String name) {
        return Objects.requireNonNull(VALUES.get(name), name);
    }

    static double value(String name) {
        return values(name)[0];
    }

    private static Map<String, double[]> read() {
        try (InputStream in = Objects.requireNonNull(Golden.class.getResourceAsStream("/golden/tail.txt"))) {
            Map<String, double[]> values = new HashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> {
                        int middle = line.indexOf(" = ");
                        double[] figures = Arrays.stream(
                                        line.substring(middle + 3).split(" ", -1))
                                .mapToDouble(Double::parseDouble)
                                .toArray();
                        values.put(line.substring(0, middle), figures);
                    });
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
