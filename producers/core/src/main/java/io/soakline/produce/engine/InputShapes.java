package io.soakline.produce.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code input-shape} option: sizes for models that leave some open. {@code 1x3x48x192} for a model with one input,
 * {@code name:1x3x48x192,other:1x4} for several.
 */
public final class InputShapes {

    private final Map<String, List<Long>> byName = new HashMap<>();

    private InputShapes() {}

    /**
     * @param text empty when nothing is to be fixed
     * @throws EngineException when it is not understood
     */
    public static InputShapes parse(String text) throws EngineException {
        InputShapes shapes = new InputShapes();
        if (!text.isBlank()) {
            for (String entry : text.split(",", -1)) {
                int colon = entry.lastIndexOf(':');
                String name = colon < 0 ? "" : entry.substring(0, colon).strip();
                shapes.byName.put(name, extents(text, entry.substring(colon + 1)));
            }
        }
        return shapes;
    }

    private static List<Long> extents(String option, String text) throws EngineException {
        List<Long> extents = new ArrayList<>();
        for (String extent : text.strip().split("x", -1)) {
            try {
                extents.add(Long.valueOf(extent));
            } catch (NumberFormatException e) {
                throw new EngineException(
                        "option input-shape is \"" + option + "\", expected 1x3x48x192 or name:1x3x48x192,other:1x4",
                        e);
            }
        }
        return extents;
    }

    /**
     * Shape to run {@code input} with.
     *
     * @param declared by the model, -1 for what it leaves open
     * @throws EngineException when a size stays open, or what was given contradicts the model
     */
    public List<Long> resolve(String input, long[] declared) throws EngineException {
        List<Long> given = given(input);
        List<Long> resolved = new ArrayList<>();
        boolean fits = given == null || given.size() == declared.length;
        for (int i = 0; fits && i < declared.length; i++) {
            long extent = given == null ? declared[i] : given.get(i);
            fits = extent > 0 && (declared[i] < 0 || declared[i] == extent);
            resolved.add(extent);
        }
        if (!fits) {
            throw new EngineException("input " + input + " of the model has shape " + text(declared) + ", "
                    + (given == null ? "nothing was given" : given + " was given")
                    + "; give every open size with --option input-shape=1x3x48x192");
        }
        return resolved;
    }

    private @Nullable List<Long> given(String input) {
        List<Long> named = byName.get(input);
        return named == null ? byName.get("") : named;
    }

    private static String text(long[] shape) {
        StringBuilder text = new StringBuilder();
        for (long extent : shape) {
            text.append(text.isEmpty() ? "" : "x").append(extent < 0 ? "?" : Long.toString(extent));
        }
        return text.toString();
    }
}
