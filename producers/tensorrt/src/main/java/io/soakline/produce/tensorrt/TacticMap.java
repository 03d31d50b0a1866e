package io.soakline.produce.tensorrt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soakline.produce.engine.ContentDigest;
import io.soakline.produce.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which tactic computes each layer, out of the engine inspector's JSON: layer names, kinds, tactics, and shapes and formats
 * of what they read and write. Two engines with the same map compute the same way; bytes of plans differ though they do.
 */
final class TacticMap {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> IDENTITY = List.of("Name", "LayerType", "TacticName", "TacticValue");

    private TacticMap() {}

    /**
     * SHA-256 over the layers in their order.
     *
     * @param inspected as {@code getEngineInformation} gives it; layers are texts where verbosity is not detailed
     */
    static String digest(String inspected) throws EngineException {
        List<String> lines = new ArrayList<>();
        for (JsonNode layer : layers(inspected)) {
            lines.add(layer.isTextual() ? layer.asText() : line(layer));
        }
        return ContentDigest.ofText(lines.toArray(String[]::new));
    }

    private static JsonNode layers(String inspected) throws EngineException {
        try {
            JsonNode layers = JSON.readTree(inspected).path("Layers");
            if (layers.isArray() && !layers.isEmpty()) {
                return layers;
            }
        } catch (JsonProcessingException e) {
            throw new EngineException("the engine inspector's answer is no JSON: " + e.getOriginalMessage(), e);
        }
        throw new EngineException(
                "the engine inspector names no layers; build with --option profiling-verbosity=detailed");
    }

    private static String line(JsonNode layer) {
        Map<String, String> facts = new TreeMap<>();
        for (String key : IDENTITY) {
            if (layer.has(key)) {
                facts.put(key, layer.get(key).asText());
            }
        }
        facts.put("Inputs", tensors(layer.path("Inputs")));
        facts.put("Outputs", tensors(layer.path("Outputs")));
        return facts.toString();
    }

    /** Every fact of each tensor, by key: newer versions split a format and type that older ones kept in one. */
    private static String tensors(JsonNode tensors) {
        List<String> all = new ArrayList<>();
        for (JsonNode tensor : tensors) {
            Map<String, String> facts = new TreeMap<>();
            tensor.properties().forEach(f -> facts.put(f.getKey(), f.getValue().toString()));
            all.add(facts.toString());
        }
        return all.toString();
    }
}
