package io.soakline.sink.report;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Names of one table cut to its column, all at the same place, so that different names stay different: in the middle, but where
 * possible so that a whole word follows.
 */
final class ShortNames {

    /** To be recognised by. */
    private static final int SHORTEST_HEAD = 3;

    private final Map<String, String> shorts;
    private final int width;

    /** @param width at least 3 */
    ShortNames(Collection<String> names, int width) {
        this.width = width;
        List<String> distinct = names.stream().distinct().toList();
        int middle = (width - 1) / 2;
        shorts = IntStream.rangeClosed(1, width - 2)
                .boxed()
                .sorted(Comparator.comparing((Integer head) -> !isBeforeWord(distinct, head))
                        .thenComparing(head -> Math.abs(head - middle)))
                .map(head -> cut(distinct, name -> Figures.shortened(name, head, width)))
                .filter(cut -> new HashSet<>(cut.values()).size() == distinct.size())
                .findFirst()
                .orElseGet(() -> numbered(cut(distinct, name -> Figures.shortened(name, width))));
    }

    private boolean isBeforeWord(List<String> names, int head) {
        int tail = width - 1 - head;
        return head >= SHORTEST_HEAD
                && names.stream()
                        .filter(name -> name.length() > width)
                        .noneMatch(name -> Character.isLetterOrDigit(name.charAt(name.length() - tail - 1)));
    }

    private static Map<String, String> cut(List<String> names, Function<String, String> cutting) {
        Map<String, String> cut = new TreeMap<>();
        names.forEach(name -> cut.put(name, cutting.apply(name)));
        return cut;
    }

    /** Where names differ only in what no cut keeps: those that look like an earlier one get a number. */
    private Map<String, String> numbered(Map<String, String> cut) {
        Set<String> taken = new HashSet<>();
        Map<String, String> numbered = new HashMap<>();
        cut.forEach((name, text) -> {
            String free = text;
            for (int number = 2; !taken.add(free); number++) {
                String suffix = "~" + number;
                free = Figures.shortened(name, Math.max(3, width - suffix.length())) + suffix;
            }
            numbered.put(name, free);
        });
        return numbered;
    }

    /** A name that was not given is cut in the middle. */
    String of(String name) {
        String known = shorts.get(name);
        return known == null ? Figures.shortened(name, width) : known;
    }
}
