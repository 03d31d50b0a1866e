package io.soakline.produce.declare;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soakline.produce.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One object of a JSON file, read strictly: nothing is coerced, an unknown key is a mistake, and every mistake is one line
 * that names the file, the key, what stands there and what was expected.
 */
final class StrictJson {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Path file;
    private final String path;
    private final JsonNode node;
    private final Set<String> known = new LinkedHashSet<>();

    private StrictJson(Path file, String path, JsonNode node) {
        this.file = file;
        this.path = path;
        this.node = node;
    }

    /** The object that {@code file} holds. */
    static StrictJson read(Path file) throws EngineException {
        JsonNode node;
        try {
            node = JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            String line =
                    e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
            String reason = e.getOriginalMessage().replaceAll("\\s*\\R\\s*", " ");
            throw new EngineException(file + " is not JSON" + line + ": " + reason, e);
        } catch (IOException e) {
            throw new EngineException("cannot read " + file + ": " + e + "; is it a text in UTF-8?", e);
        }
        if (!node.isObject()) {
            throw new EngineException(file + " holds " + shown(node) + ", expected a JSON object");
        }
        return new StrictJson(file, "", node);
    }

    /** The object under a key; null when the key is absent. */
    @Nullable
    StrictJson object(String key) throws EngineException {
        JsonNode value = value(key);
        if (value == null) {
            return null;
        }
        if (!value.isObject()) {
            throw problem(key, "an object");
        }
        return new StrictJson(file, path + key + ".", value);
    }

    /** Whether the key stands there; from now on it is known. */
    boolean has(String key) {
        return value(key) != null;
    }

    /** One of some words. */
    String word(String key, List<String> words) throws EngineException {
        JsonNode value = value(key);
        if (value == null || !value.isTextual() || !words.contains(value.textValue())) {
            throw problem(key, words.size() == 1 ? words.get(0) : String.join(", ", words));
        }
        return value.textValue();
    }

    /** A number of {@code from} to {@code to}, both included; null when the key is absent. */
    @Nullable
    Double number(String key, double from, double to) throws EngineException {
        JsonNode value = value(key);
        if (value == null) {
            return null;
        }
        // The comparison is false for what overflows to infinity as well.
        if (!value.isNumber() || !(value.doubleValue() >= from && value.doubleValue() <= to)) {
            throw problem(key, numbers(from, to));
        }
        return value.doubleValue();
    }

    private static String numbers(double from, double to) {
        if (from == -Double.MAX_VALUE && to == Double.MAX_VALUE) {
            return "a number";
        }
        return to == Double.MAX_VALUE ? "a number of at least " + from : "a number from " + from + " to " + to;
    }

    /** An integer of {@code from} to {@code to}, both included; null when the key is absent. */
    @Nullable
    Integer integer(String key, int from, int to) throws EngineException {
        JsonNode value = value(key);
        if (value == null) {
            return null;
        }
        if (!value.isInt() || value.intValue() < from || value.intValue() > to) {
            throw problem(key, "an integer from " + from + " to " + to);
        }
        return value.intValue();
    }

    /** Exactly {@code count} finite numbers. */
    List<Double> numbers(String key, int count) throws EngineException {
        JsonNode value = value(key);
        String expected = "a list of " + count + " numbers";
        if (value == null || !value.isArray() || value.size() != count) {
            throw problem(key, expected);
        }
        List<Double> numbers = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isNumber() || !Double.isFinite(element.doubleValue())) {
                throw problem(key, expected);
            }
            numbers.add(element.doubleValue());
        }
        return numbers;
    }

    /** Some of the given words, in any order; empty when the key is absent. */
    List<String> wordList(String key, List<String> words) throws EngineException {
        JsonNode value = value(key);
        if (value == null) {
            return List.of();
        }
        String expected = "a list of " + String.join(", ", words);
        if (!value.isArray()) {
            throw problem(key, expected);
        }
        List<String> list = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isTextual() || !words.contains(element.textValue())) {
                throw problem(key, expected);
            }
            list.add(element.textValue());
        }
        return list;
    }

    /** An output by its position or name; null when the key is absent. */
    @Nullable
    OutputReference output(String key) throws EngineException {
        JsonNode value = value(key);
        if (value == null) {
            return null;
        }
        if (value.isInt() && value.intValue() >= 0) {
            return OutputReference.at(value.intValue());
        }
        if (value.isTextual() && !value.textValue().isBlank()) {
            return OutputReference.named(value.textValue());
        }
        throw problem(key, "the name of an output, or its position from 0");
    }

    /** Refuses keys that nobody asked for. */
    void requireNothingElse() throws EngineException {
        for (String key : (Iterable<String>) node::fieldNames) {
            if (!known.contains(key)) {
                throw new EngineException(
                        file + ": " + path + key + " is not known, expected only " + String.join(", ", known));
            }
        }
    }

    /** What is wrong with a key, in one line. */
    EngineException problem(String key, String expected) {
        JsonNode value = node.get(key);
        String found = value == null ? "missing" : shown(value);
        return new EngineException(file + ": " + path + key + " is " + found + ", expected " + expected);
    }

    Path file() {
        return file;
    }

    private @Nullable JsonNode value(String key) {
        known.add(key);
        return node.get(key);
    }

    private static String shown(JsonNode value) {
        String text = value.isMissingNode() ? "nothing" : value.toString();
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }
}
