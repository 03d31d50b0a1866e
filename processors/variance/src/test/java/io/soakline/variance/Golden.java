package io.soakline.variance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The figures in {@code golden/variance.txt}: NumPy 2.4.6 and SciPy 1.17.1, by {@code golden/variance.py}. */
final class Golden {
    private Golden() {}

    /** Lines "NAME value BUILD RUN DEVICE LOAD VALUE". */
    static List<Observation> observations(String name) {
        return lines(name + " value ").stream()
                .map(words -> new Observation(words[2], words[3], words[4], words[5], Double.parseDouble(words[6])))
                .toList();
    }

    /** Lines "NAME factor FACTOR variance low high share low high". */
    static Map<String, double[]> expected(String name) {
        Map<String, double[]> figures = new LinkedHashMap<>();
        lines(name + " factor ")
                .forEach(words -> figures.put(
                        words[2],
                        Arrays.stream(words, 3, words.length)
                                .mapToDouble(Double::parseDouble)
                                .toArray()));
        return figures;
    }

    private static List<String[]> lines(String start) {
        try (InputStream in = Objects.requireNonNull(Golden.class.getResourceAsStream("/golden/variance.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(start))
                    .map(line -> line.split(" ", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
