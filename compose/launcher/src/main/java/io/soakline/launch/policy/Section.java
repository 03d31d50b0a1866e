package io.soakline.launch.policy;

import io.soakline.produce.soak.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a policy, read key by key. What is asked for is known; {@link #end()} refuses what nobody asked for. A key
 * that is not there keeps its default; {@code none} stands for no limit where there may be none.
 */
final class Section {

    /** Numbers as everybody writes them: nothing that only Java takes. */
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d{1,18}(\\.\\d{1,18})?([eE][-+]?\\d{1,3})?");

    private static final String NONE = "none";
    private static final String ANY = "any";

    private final String file;
    private final String path;
    private final Map<String, YamlNode.Entry> entries;
    private final Set<String> known = new LinkedHashSet<>();
    private final List<Section> parts = new ArrayList<>();

    private Section(String file, String path, Map<String, YamlNode.Entry> entries) {
        this.file = file;
        this.path = path;
        this.entries = entries;
    }

    static Section root(String file, YamlNode.Mapping root) {
        return new Section(file, "", root.entries());
    }

    /** The mapping below the key; empty when it is not there. */
    Section part(String key) throws PolicyException {
        known.add(key);
        YamlNode.Entry entry = entries.get(key);
        Section part;
        if (entry == null
                || (entry.value() instanceof YamlNode.Scalar scalar
                        && scalar.text().isEmpty())) {
            part = new Section(file, path + key + ".", Map.of());
        } else if (entry.value() instanceof YamlNode.Mapping mapping) {
            part = new Section(file, path + key + ".", mapping.entries());
        } else {
            throw error(entry, key, "has keys of its own below it");
        }
        parts.add(part);
        return part;
    }

    /** Refuses keys that nobody asked for, here and below. */
    void end() throws PolicyException {
        for (Map.Entry<String, YamlNode.Entry> entry : entries.entrySet()) {
            if (!known.contains(entry.getKey())) {
                String near = Nearest.to(entry.getKey(), known)
                        .map(key -> "did you mean " + path + key + "?")
                        .orElseGet(() -> "there are " + String.join(", ", known));
                throw new PolicyException(file + ":" + entry.getValue().line() + ": unknown key "
                        + YamlFile.quoted(path + entry.getKey()) + "; " + near);
            }
        }
        for (Section part : parts) {
            part.end();
        }
    }

    private @Nullable String text(String key) throws PolicyException {
        known.add(key);
        YamlNode.Entry entry = entries.get(key);
        if (entry == null) {
            return null;
        }
        if (entry.value() instanceof YamlNode.Scalar scalar) {
            return scalar.text().strip();
        }
        throw error(entry, key, "takes one value, not a list and no keys below it");
    }

    private PolicyException error(YamlNode.Entry entry, String key, String expectation) {
        String value =
                entry.value() instanceof YamlNode.Scalar scalar ? " is " + YamlFile.quoted(scalar.text()) + ";" : "";
        return new PolicyException(
                file + ":" + entry.line() + ": " + path + key + value + (value.isEmpty() ? " " : " it ") + expectation);
    }

    private PolicyException error(String key, String expectation) {
        return error(entries.getOrDefault(key, new YamlNode.Entry(1, new YamlNode.Scalar(1, ""))), key, expectation);
    }

    boolean flag(String key, boolean byDefault) throws PolicyException {
        String text = text(key);
        if (text == null) {
            return byDefault;
        }
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw error(key, "takes true or false");
    }

    /** Words between spaces; {@code any} is none of them. */
    Set<String> wordsOrAny(String key, Set<String> byDefault) throws PolicyException {
        String text = text(key);
        if (text == null) {
            return byDefault;
        }
        if (!text.matches("[a-z-]+( +[a-z-]+)*")) {
            throw error(key, "takes words in small letters with spaces between them, or any");
        }
        return text.equals(ANY) ? Set.of() : Arrays.stream(text.split(" +", -1)).collect(Collectors.toSet());
    }

    /** @param most inclusive */
    double number(String key, double byDefault, double least, double most) throws PolicyException {
        String text = text(key);
        return text == null ? byDefault : number(key, text, least, most, "");
    }

    /** The same where {@code none} is allowed. */
    @Nullable
    Double numberOrNone(String key, @Nullable Double byDefault, double least, double most) throws PolicyException {
        String text = text(key);
        if (text == null) {
            return byDefault;
        }
        return text.equals(NONE) ? null : Double.valueOf(number(key, text, least, most, " or none"));
    }

    private double number(String key, String text, double least, double most, String otherwise) throws PolicyException {
        double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (!(value >= least && value <= most)) {
            throw error(key, "takes a number " + range(least, most) + otherwise);
        }
        return value;
    }

    private static String range(double least, double most) {
        String from = least == Double.MIN_VALUE ? "above 0" : "from " + plain(least);
        return most == Double.MAX_VALUE ? from + " on" : from + " to " + plain(most);
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    int count(String key, int byDefault, int least, int most) throws PolicyException {
        String text = text(key);
        return text == null ? byDefault : count(key, text, least, most, "");
    }

    /** The same where {@code none} is allowed, and is the default. */
    @Nullable
    Integer countOrNone(String key, int least, int most) throws PolicyException {
        String text = text(key);
        return text == null || text.equals(NONE) ? null : Integer.valueOf(count(key, text, least, most, " or none"));
    }

    private int count(String key, String text, int least, int most, String otherwise) throws PolicyException {
        double value = text.matches("\\d{1,10}") ? Double.parseDouble(text) : Double.NaN;
        if (!(value >= least && value <= most)) {
            throw error(key, "takes a whole number " + range(least, most) + otherwise);
        }
        return (int) value;
    }

    /** From zero on. */
    Duration duration(String key, Duration byDefault) throws PolicyException {
        String text = text(key);
        return text == null ? byDefault : duration(key, text, "");
    }

    /** Above zero, or {@code none}. */
    @Nullable
    Duration durationOrNone(String key) throws PolicyException {
        String text = text(key);
        if (text == null || text.equals(NONE)) {
            return null;
        }
        Duration duration = duration(key, text, " or none");
        if (duration.isZero()) {
            throw error(key, "takes a duration above zero, for example 10ms, or none");
        }
        return duration;
    }

    private Duration duration(String key, String text, String otherwise) throws PolicyException {
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            String hint = text.matches("\\d+") && !text.equals("0") ? ", such as " + text + "s" : "";
            throw error(key, "takes a number and ns, us, ms, s, m, h or d" + otherwise + hint);
        }
    }

    <E extends Enum<E>> E oneOf(String key, E byDefault, Class<E> type) throws PolicyException {
        String text = text(key);
        if (text == null) {
            return byDefault;
        }
        for (E value : type.getEnumConstants()) {
            if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
                return value;
            }
        }
        throw error(
                key,
                "takes one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(value -> value.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")));
    }

    /** The figures are right one by one and wrong together. */
    PolicyException contradiction(String why) {
        int line =
                entries.values().stream().mapToInt(YamlNode.Entry::line).min().orElse(1);
        return new PolicyException(file + ":" + line + ": " + why);
    }
}
