package io.soakline.produce.synthetic;

import io.soakline.produce.engine.TensorSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with the outputs of a synthetic engine, each defect reproducible to the bit. Calls are counted from 1; inputs
 * are numbered in the order in which they first come, from 0.
 *
 * @param flipBitEvery calls after which the next one on {@code flipBitInput} has one bit changed; 0 for never
 * @param flipBitInput number of that input
 * @param flipBitElement element of the first output whose bit changes
 * @param flipBit which: 0 is the lowest of the mantissa
 * @param reorder whether the rows of outputs come in another order with every call
 * @param detections whether rows of at least six columns are x1, y1, x2, y2, score, class of well-formed boxes
 * @param positionUlps by which each row of a batch is off, times its position
 * @param zeroElement element of the first output that is always 0; -1 for none
 * @param negativeZeroEvery every so many calls that 0 is -0; 0 for never
 * @param labelFlips for so many inputs, the first ones, the two largest elements of each row change places
 * @param threadUlps by which the first element is off with two threads, and once more with each further one
 * @param idleUlps by which the first element is off in the first call after an idle time of {@code idleMillis}
 * @param concurrencyUlps by which the first element is off while another instance of the engine infers
 * @param rebuildUlps largest number by which each element is off in rebuilds, drawn by their schedule; 0 for rebuilds that
 *     give the same engine
 */
record OutputDefects(
        long flipBitEvery,
        long flipBitInput,
        int flipBitElement,
        int flipBit,
        boolean reorder,
        boolean detections,
        int positionUlps,
        int zeroElement,
        long negativeZeroEvery,
        long labelFlips,
        int threadUlps,
        int idleUlps,
        long idleMillis,
        int concurrencyUlps,
        int rebuildUlps) {

    private static final String FLIP_BIT_ELEMENT = "flip-bit-element";
    private static final String FLIP_BIT = "flip-bit";
    private static final String ZERO_ELEMENT = "zero-element";

    /** Option keys with their defaults and helps, in the order of the components. */
    static final List<Option> OPTIONS = List.of(
            new Option("flip-bit-every", 0, "calls after which one bit of one element changes, once; 0 for never"),
            new Option("flip-bit-input", 0, "number of the input whose output it changes, in order of appearance"),
            new Option(FLIP_BIT_ELEMENT, 0, "element of the first output whose bit changes"),
            new Option(FLIP_BIT, 0, "bit that changes, 0 is the lowest of the mantissa"),
            new Option("reorder", 0, "1: rows of outputs come in another order with every call"),
            new Option("detections", 0, "1: rows are x1, y1, x2, y2, score, class of well-formed boxes"),
            new Option("position-ulps", 0, "ULPs by which each row of a batch is off, times its position"),
            new Option(ZERO_ELEMENT, -1, "element of the first output that is always 0; -1 for none"),
            new Option("negative-zero-every", 0, "every so many calls that 0 is -0; 0 for never"),
            new Option("label-flips", 0, "inputs, the first ones, whose two largest elements change places"),
            new Option("thread-ulps", 0, "ULPs by which the first element is off for each further thread"),
            new Option("idle-ulps", 0, "ULPs by which the first element is off after an idle time"),
            new Option("idle-millis", 100, "that idle time, milliseconds"),
            new Option("concurrency-ulps", 0, "ULPs by which the first element is off beside another instance"),
            new Option("rebuild-ulps", 0, "ULPs by which elements are off at most in rebuilds; 0: same engine"));

    /** Nothing is wrong. */
    static final OutputDefects NONE = of(Map.of());

    /** A number that can be set. */
    record Option(String key, long defaultValue, String help) {}

    /** Reads the options that are given; the others have their defaults. Keys that are no defects are left alone. */
    static OutputDefects of(Map<String, String> options) {
        Map<String, Long> values = new LinkedHashMap<>();
        for (Option option : OPTIONS) {
            String text = options.getOrDefault(option.key(), Long.toString(option.defaultValue()));
            try {
                values.put(option.key(), Long.parseLong(text));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "option " + option.key() + " is \"" + text + "\", expected an integer", e);
            }
        }
        return new OutputDefects(
                value(values, "flip-bit-every"),
                value(values, "flip-bit-input"),
                small(values, FLIP_BIT_ELEMENT),
                small(values, FLIP_BIT),
                value(values, "reorder") != 0,
                value(values, "detections") != 0,
                small(values, "position-ulps"),
                small(values, ZERO_ELEMENT),
                value(values, "negative-zero-every"),
                value(values, "label-flips"),
                small(values, "thread-ulps"),
                small(values, "idle-ulps"),
                value(values, "idle-millis"),
                small(values, "concurrency-ulps"),
                small(values, "rebuild-ulps"));
    }

    /** @throws IllegalArgumentException when a defect is in an element that the first output does not have */
    void requireFor(TensorSpec firstOutput) {
        requireElement(FLIP_BIT_ELEMENT, flipBitElement, firstOutput);
        requireElement(ZERO_ELEMENT, zeroElement, firstOutput);
    }

    private static void requireElement(String key, int element, TensorSpec output) {
        if (element >= output.elements()) {
            throw new IllegalArgumentException("option " + key + " is " + element + ", but output " + output.name()
                    + " has only " + output.elements() + " elements");
        }
    }

    private static long value(Map<String, Long> values, String key) {
        return values.getOrDefault(key, 0L);
    }

    private static int small(Map<String, Long> values, String key) {
        long value = value(values, key);
        long least = key.equals(ZERO_ELEMENT) ? -1 : 0;
        long most = key.equals(FLIP_BIT) ? 31 : 1 << 20;
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "option " + key + " is " + value + ", expected " + least + " to " + most);
        }
        return (int) value;
    }
}
